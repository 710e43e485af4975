import { closeSync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from '@shopbell/agent';
import { createHttpShop } from '@shopbell/commerce';
import { spawnRelay, temporaryFolder } from '@shopbell-test/kit';
import { openBackOffice, type BackOffice } from './back-office.ts';
import { openCounter, timedSteps, type Counter, type TimedStep, type Timing } from './counter.ts';
import { cpuMicros } from './usage.ts';

/** Over all actions of a kind, in ms. `share`: of the mean of the whole. */
export type Spread = { p50Ms: number; p95Ms: number; p99Ms: number; share: number };

/** What one kind of action came to: the whole, and each step from the one before it. */
export type ActionFigures = { n: number; whole: Spread; steps: Partial<Record<TimedStep, Spread>> };

/** CPU time an action took in each process, in ms: it tells more than the clock where the machine is busy. */
export type CpuMs = { relay: number; office: number; shop: number };

/** The figures of one kind of action, its warm-up left out. */
export type Measured = ActionFigures & { cpuMs: CpuMs };

/** What the machine gives, in the same run: one durable write, one question to the shop, in ms at the median. */
export type Reference = { syncMs: number; shopMs: number };

export type ActionsSummary = {
  /** A refund: planned, confirmed by the shopper at once, run, read back. */
  refund: Measured;
  /** A follow-up, the least there is to write: its plan decides who is asked. */
  followUp: Measured;
  /** A read: no plan, nothing to read back. */
  lookup: Measured;
  reference: Reference;
};

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
const mean = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length;

const spreadOf = (values: readonly number[], wholeMs: number): Spread => {
  const sorted = values.toSorted((one, other) => one - other);
  const [p50Ms, p95Ms, p99Ms] = [quantile(sorted, 0.5), quantile(sorted, 0.95), quantile(sorted, 0.99)];
  return { p50Ms, p95Ms, p99Ms, share: mean(values) / wholeMs };
};

const wholeOf = (timing: Timing): number => Math.max(...Object.values(timing));

/** From when each action’s steps were heard, how long each step took. */
export const figuresOf = (timings: readonly Timing[]): ActionFigures => {
  const whole = timings.map(wholeOf);
  const wholeMs = mean(whole);
  const lasting = new Map<TimedStep, number[]>();
  for (const timing of timings) {
    let before = 0;
    for (const step of timedSteps) {
      const at = timing[step];
      if (at === undefined) continue;
      lasting.set(step, [...(lasting.get(step) ?? []), at - before]);
      before = at;
    }
  }
  const steps = Object.fromEntries([...lasting].map(([step, each]) => [step, spreadOf(each, wholeMs)]));
  return { n: timings.length, whole: spreadOf(whole, wholeMs), steps };
};

/** A line of an order of the demo shop that was paid for, with enough to give back in cents. */
const refundable = async ({ api }: BackOffice): Promise<(cent: number) => Json> => {
  const orders = await createHttpShop(api).ordersOf({ sub: 'customer-2001' });
  const lines = orders
    .filter(({ payment, status }) => payment !== undefined && status === 'delivered')
    .flatMap(({ number, lines: all }) =>
      all.flatMap(({ sku, total }) => (sku === undefined ? [] : [{ order: number, sku, total }])),
    );
  return (cent) => {
    const line = lines[cent % lines.length];
    if (line === undefined) throw new Error('The demo shop has no order to refund.');
    const amount = { amount: 1, currency: line.total.currency };
    return { order: line.order, lines: [{ sku: line.sku, amount }], reason: 'A scratch' };
  };
};

const syncMs = (folder: string, rounds: number): number => {
  const file = openSync(join(folder, 'reference'), 'w');
  const page = Buffer.alloc(4_096, 1);
  const took = Array.from({ length: rounds }, () => {
    const before = performance.now();
    writeSync(file, page);
    fdatasyncSync(file);
    return performance.now() - before;
  });
  closeSync(file);
  return quantile(
    took.toSorted((one, other) => one - other),
    0.5,
  );
};

const shopMs = async ({ api }: BackOffice, rounds: number): Promise<number> => {
  const shop = createHttpShop(api);
  const took: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const before = performance.now();
    await shop.receipt('act_that-was-never-done');
    took.push(performance.now() - before);
  }
  return quantile(
    took.toSorted((one, other) => one - other),
    0.5,
  );
};

type Kind = { name: string; input: (index: number) => Json; n: number; warmUp: number };

type Scene = { counter: Counter; pids: Record<keyof CpuMs, number> };

const timed = async ({ counter, pids }: Scene, { name, input, n, warmUp }: Kind): Promise<Measured> => {
  const timings: Timing[] = [];
  const run = async (count: number): Promise<void> => {
    for (let left = count; left > 0; left -= 1) timings.push(await counter.time(name, input(timings.length)));
  };
  const used = (): number[] => [pids.relay, pids.office, pids.shop].map(cpuMicros);
  await run(warmUp);
  const before = used();
  await run(n);
  const [relay = 0, office = 0, shop = 0] = used().map((us, at) => (us - (before[at] ?? 0)) / n / 1_000);
  return { ...figuresOf(timings.slice(warmUp)), cpuMs: { relay, office, shop } };
};

/** Measures actions on the demo shop: relay, shop and office each a process, commits to disk, real HTTP between them. */
export const measureActions = async (
  isQuick: boolean,
  nodeArgs: readonly string[] = [],
): Promise<ActionsSummary> => {
  const [n, warmUp] = isQuick ? [5, 2] : [400, 100];
  using folder = temporaryFolder();
  await using relay = await spawnRelay({ nodeArgs });
  await using office = await openBackOffice(relay, { folder: folder.path, nodeArgs });
  await using counter = await openCounter(relay);
  const scene: Scene = { counter, pids: { relay: relay.pid, ...office.pids } };
  const refund = await refundable(office);
  const about = { about: 'Has the cup arrived?', inHours: 24 };
  const kind = (name: string, input: Kind['input']): Kind => ({ name, input, n, warmUp });
  const summary = {
    refund: await timed(scene, kind('refund.issue', refund)),
    followUp: await timed(
      scene,
      kind('followup.schedule', () => about),
    ),
    lookup: await timed(
      scene,
      kind('order.list', () => ({})),
    ),
    reference: { syncMs: syncMs(folder.path, n), shopMs: await shopMs(office, n) },
  };
  await office.stop();
  await relay.stop();
  return summary;
};
