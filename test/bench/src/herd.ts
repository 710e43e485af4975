import { setTimeout as pause } from 'node:timers/promises';
import { start, startClients, type Clients, type Contestant, type Running } from './contestants.ts';
import type { Audit, HerdOrder } from './herd-process.ts';
import { requireOpenFiles } from './open-files.ts';
import { quantile, sortedOf } from './quantiles.ts';
import { cpuMicros } from './usage.ts';

/** What became of a herd whose relay was killed. Times in ms; those of coming back count from when the relay listened again. */
export type Return = {
  count: number;
  /** From the kill to the relay that listens again. */
  downMs: number;
  halfBackMs: number;
  allBackMs: number;
  /** From the kill to the last one back. */
  sinceKillMs: number;
  /** When each was back, in percentiles from 0 to 100: the curve. */
  percentilesMs: number[];
  relayCpuUs: number;
  /** `/healthz` while they came back, asked every 20 ms. */
  health: { asked: number; failed: number; p50Ms: number; p99Ms: number; maxMs: number };
};

/** A herd of each kind. Only Shopbell’s has conversations, and so something to lose. */
export type Herds = { bare: Return; shopbell: Return & { audit: Audit } };

/** How many, and every which of them says something at the moment of the kill. */
export type HerdScale = { count: number; processes: number; every: number };

type Herd = Clients<HerdOrder>;

const all = <T>(herds: readonly Herd[], order: HerdOrder): Promise<T[]> =>
  Promise.all(herds.map((herd) => herd.ask<T>(order)));

const healthEveryMs = 20;

/** Asks a relay for its health until told to stop. A bare relay answers nothing there: any answer counts. */
const watchHealth = ({ url }: Running) => {
  const tookMs: number[] = [];
  const end = new AbortController();
  let failed = 0;
  const ask = async (): Promise<void> => {
    const askedAt = performance.now();
    try {
      await (await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(30_000) })).arrayBuffer();
      tookMs.push(performance.now() - askedAt);
    } catch {
      failed += 1;
    }
  };
  const watch = async (): Promise<void> => {
    while (!end.signal.aborted) {
      await ask();
      await pause(healthEveryMs);
    }
  };
  const watching = watch();
  return async (): Promise<Return['health']> => {
    end.abort();
    await watching;
    const sorted = sortedOf(tookMs);
    const [p50Ms, p99Ms, maxMs] = [quantile(sorted, 0.5), quantile(sorted, 0.99), quantile(sorted, 1)];
    return { asked: tookMs.length + failed, failed, p50Ms, p99Ms, maxMs };
  };
};

/** Kills the relay, starts it again at once, and waits until all are back. */
const killAndReturn = async (relay: Running, herds: readonly Herd[], count: number): Promise<Return> => {
  const killedAt = Date.now();
  await relay.kill();
  await relay.restart();
  const listeningAt = Date.now();
  const usedBefore = cpuMicros(relay.pid);
  const endHealth = watchHealth(relay);
  const times = sortedOf((await all<number[]>(herds, { do: 'return', since: killedAt })).flat());
  const health = await endHealth();
  const after = (part: number): number => quantile(times, part) - listeningAt;
  return {
    count,
    downMs: listeningAt - killedAt,
    halfBackMs: after(0.5),
    allBackMs: after(1),
    sinceKillMs: quantile(times, 1) - killedAt,
    percentilesMs: Array.from({ length: 101 }, (_, percent) => after(percent / 100)),
    relayCpuUs: (cpuMicros(relay.pid) - usedBefore) / count,
    health,
  };
};

const withHerd = async <T>(
  which: Contestant,
  { count, processes }: HerdScale,
  work: (relay: Running, herds: Herd[]) => Promise<T>,
): Promise<T> => {
  await using relay = await start(which);
  await using stack = new AsyncDisposableStack();
  const herds = Array.from({ length: processes }, () =>
    stack.use(startClients<HerdOrder>('herd-process.ts', relay)),
  );
  const share = Math.ceil(count / processes);
  const talks = which !== 'bare';
  console.log(`${count} shoppers come to ${which}`);
  await all(herds, { do: 'gather', count: share, talks });
  console.log('the relay is killed');
  return await work(relay, herds);
};

const addAudits = (audits: readonly Audit[]): Audit => {
  const sum: Audit = { shoppers: 0, said: 0, lost: 0, doubled: 0, holes: 0, overHttp: 0 };
  for (const audit of audits)
    for (const name of Object.keys(sum) as (keyof Audit)[]) sum[name] += audit[name];
  return sum;
};

/** Kills a bare relay and Shopbell under a herd of real clients each. Throws, with what to do, where so many cannot be open. */
export const measureHerds = async (scale: HerdScale): Promise<Herds> => {
  requireOpenFiles(scale.count);
  const bare = await withHerd('bare', scale, (relay, herds) => killAndReturn(relay, herds, scale.count));
  const shopbell = await withHerd('shopbell-sqlite', scale, async (relay, herds) => {
    // What is under way at the kill has been said, whether or not the relay had it.
    await all(herds, { do: 'speak', every: scale.every });
    const back = await killAndReturn(relay, herds, scale.count);
    return { ...back, audit: addAudits(await all<Audit>(herds, { do: 'audit' })) };
  });
  return { bare, shopbell };
};

type Row = [name: string, of: (back: Return) => number, digits: number];

const rows: Row[] = [
  ['shoppers', (each) => each.count, 0],
  ['from the kill to listening again, ms', (each) => each.downMs, 0],
  ['half are back after, ms', (each) => each.halfBackMs, 0],
  ['all are back after, ms', (each) => each.allBackMs, 0],
  ['all are back since the kill, ms', (each) => each.sinceKillMs, 0],
  ['relay CPU per shopper, µs', (each) => each.relayCpuUs, 0],
  ['/healthz meanwhile: p50 ms', (each) => each.health.p50Ms, 1],
  ['/healthz meanwhile: p99 ms', (each) => each.health.p99Ms, 1],
  ['/healthz meanwhile: max ms', (each) => each.health.maxMs, 1],
];

/** The table, one line a figure, and what the audit found. */
export const herdTable = ({ bare, shopbell }: Herds): string => {
  const { said, lost, doubled, holes, overHttp } = shopbell.audit;
  return [
    `${''.padEnd(40)}${'bare'.padStart(10)}${'shopbell'.padStart(10)}`,
    ...rows.map(
      ([name, of, digits]) =>
        name.padEnd(40) + [bare, shopbell].map((each) => of(each).toFixed(digits).padStart(10)).join(''),
    ),
    `said ${said}, lost ${lost}, doubled ${doubled}, holes ${holes}; over HTTP ${overHttp}`,
  ].join('\n');
};
