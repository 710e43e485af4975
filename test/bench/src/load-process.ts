/*
 * The load as a process of its own, so that its work is not the relay’s. Told over its arguments where to go; then, by
 * messages from its parent, what to do; each is answered with one message.
 */
import { load, type LoadPlan, type LoadResult } from './load.ts';
import {
  meetShopper,
  openMany,
  openPairs,
  returnShopper,
  type Known,
  type Pair,
  type Target,
} from './pairs.ts';
import { quantile, sortedOf } from './quantiles.ts';

/** What the parent may ask for. */
export type LoadOrder =
  | { do: 'pairs'; count: number }
  | { do: 'tokens'; count: number }
  | { do: 'arrive'; count: number }
  | { do: 'drops' }
  | { do: 'load'; plan: LoadPlan };

/** A load in figures: messages delivered, attempts refused, seconds, and the percentiles of send to the other side, in ms, from 0 to 100. */
export type LoadFigures = {
  delivered: number;
  refused: number;
  seconds: number;
  p50Ms: number;
  p99Ms: number;
  percentilesMs: number[];
};

/** An arrival in figures: seconds over all, and from dialling to the open session, in ms. */
export type ArrivalFigures = { seconds: number; p50Ms: number; p99Ms: number };

const target = JSON.parse(process.argv[2] ?? '') as Target;
const pairs: Pair[] = [];
const idle: unknown[] = [];

const known: Known[] = [];
const counts = { arrived: 0, drops: 0 };

/** So many knock at the same time. */
const arrivingAtOnce = 200;
const meetingAtOnce = 50;

const figures = ({ delivered, refused, forMs, tookMs }: LoadResult): LoadFigures => ({
  delivered,
  refused,
  seconds: forMs / 1_000,
  p50Ms: quantile(tookMs, 0.5),
  p99Ms: quantile(tookMs, 0.99),
  percentilesMs: Array.from({ length: 101 }, (_, percent) => quantile(tookMs, percent / 100)),
});

const arriveOne = async (number: number): Promise<number> => {
  const who = known[number];
  if (who === undefined) throw new Error('There are no more tokens.');
  const dialledAt = performance.now();
  const wire = await returnShopper(target, who, number);
  wire.onEnded = () => {
    counts.drops += 1;
  };
  idle.push(wire);
  return performance.now() - dialledAt;
};

const arrive = async (count: number): Promise<ArrivalFigures> => {
  const startedAt = performance.now();
  const first = counts.arrived;
  counts.arrived += count;
  // Whoever is refused for a while comes again with the same token.
  const arriving = openMany(count, (number) => arriveOne(first + number - 1), arrivingAtOnce);
  const took = sortedOf(await arriving);
  const seconds = (performance.now() - startedAt) / 1_000;
  return { seconds, p50Ms: quantile(took, 0.5), p99Ms: quantile(took, 0.99) };
};

const obey = async (order: LoadOrder): Promise<unknown> => {
  switch (order.do) {
    case 'pairs':
      pairs.push(...(await openPairs(target, order.count)));
      return pairs.length;
    case 'tokens':
      known.push(...(await openMany(order.count, (number) => meetShopper(target, number), meetingAtOnce)));
      return known.length;
    case 'arrive':
      return arrive(order.count);
    case 'drops':
      return counts.drops;
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
