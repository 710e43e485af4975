/*
 * The load as a process of its own, so that its work is not the relay’s. Told over its arguments where to go; then, by
 * messages from its parent, what to do; each is answered with one message.
 */
import { load, type LoadPlan, type LoadResult } from './load.ts';
import { openMany, openPairs, openShopper, type Pair, type Target } from './pairs.ts';

/** What the parent may ask for. */
export type LoadOrder =
  | { do: 'pairs'; count: number }
  | { do: 'idle'; count: number }
  | { do: 'load'; plan: LoadPlan };

/** A load in figures: messages delivered, seconds, and the quantiles of send to the other side, in ms. */
export type LoadFigures = { delivered: number; seconds: number; p50Ms: number; p99Ms: number };

const target = JSON.parse(process.argv[2] ?? '') as Target;
const pairs: Pair[] = [];
const idle: unknown[] = [];

const quantile = (sorted: Float64Array, part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;

const figures = ({ delivered, forMs, tookMs }: LoadResult): LoadFigures => ({
  delivered,
  seconds: forMs / 1_000,
  p50Ms: quantile(tookMs, 0.5),
  p99Ms: quantile(tookMs, 0.99),
});

const obey = async (order: LoadOrder): Promise<unknown> => {
  switch (order.do) {
    case 'pairs':
      pairs.push(...(await openPairs(target, order.count)));
      return pairs.length;
    case 'idle':
      idle.push(...(await openMany(order.count, () => openShopper(target))));
      return idle.length;
    case 'load':
      return figures(await load(pairs, order.plan));
    default:
      return order satisfies never;
  }
};

process.on('message', (order: LoadOrder) => {
  void obey(order).then((result) => process.send?.({ result }));
});
process.once('disconnect', () => process.exit(0));
