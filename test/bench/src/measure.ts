import { setTimeout as pause } from 'node:timers/promises';
import type { Calm, Calmly } from './calm.ts';
import { startGenerator, start, type Contestant, type Generator, type Running } from './contestants.ts';
import type { LoadFigures } from './load-process.ts';
import type { LoadPlan } from './load.ts';
import { cpuMicros, familyMicros, rssBytes, threadMicros } from './usage.ts';

/**
 * One load on one relay, per message that reached the other side. `cpuUsPerMsg` is the relay’s process, all its threads;
 * of it, `loopUsPerMsg` the event loop, `storeUsPerMsg` and `searchUsPerMsg` the threads beside it; `databaseUsPerMsg` a
 * database server’s beside it. `laterUsPerMsg`: what both spend after the load, until they are at rest. `perCommit`:
 * messages in one transaction.
 */
export type Figures = Calm & {
  msgPerS: number;
  cpuUsPerMsg: number;
  loopUsPerMsg: number;
  storeUsPerMsg: number;
  searchUsPerMsg: number;
  databaseUsPerMsg: number | null;
  laterUsPerMsg: number;
  perCommit: number | null;
  p50Ms: number;
  p99Ms: number;
};

/** The loads: messages under way per pair, or so many a second over all. */
export const loads = ['one', 'four', 'paced'] as const;
export type LoadName = (typeof loads)[number];

/** How long and how much. `rounds`: so many stretches of each load; `repeatForMs`: at most so long on disturbed ones. */
export type Scale = {
  pairs: number;
  forMs: number;
  warmUps: number;
  perSecond: number;
  rounds: number;
  repeatForMs: number;
};

/** A relay with its load generator, whose pairs are connected. */
export type Subject = { which: Contestant; relay: Running; generator: Generator };

/** Starts a relay with its pairs; both end with the stack. */
export const openSubject = async (
  which: Contestant,
  pairs: number,
  stack: AsyncDisposableStack,
): Promise<Subject> => {
  const relay = stack.use(await start(which));
  const generator = stack.use(startGenerator(relay));
  await generator.ask({ do: 'pairs', count: pairs });
  return { which, relay, generator };
};

type Count = {
  cpuUs: number;
  loopUs: number;
  storeUs: number;
  searchUs: number;
  databaseUs: number;
  commits: number;
};

/** How many transactions a relay has committed; a bare one none. */
const commitsOf = async ({ url, keeps }: Running): Promise<number> => {
  if (!keeps) return 0;
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^shopbell_batch_appends_count (\d+)/m.exec(metrics)?.[1] ?? 0);
};

const databaseUs = ({ databasePid }: Running): number =>
  databasePid === undefined ? 0 : familyMicros(databasePid);

const countOf = async (relay: Running): Promise<Count> => {
  const commits = await commitsOf(relay);
  const threads = threadMicros(relay.pid);
  return {
    commits,
    cpuUs: cpuMicros(relay.pid),
    loopUs: threads.first,
    storeUs: threads.named('writer-thread'),
    searchUs: threads.named('search-thread'),
    databaseUs: databaseUs(relay),
  };
};

// An index that is behind rests for a while between its steps.
const atRest = { everyMs: 450, mostUs: 10_000, looks: 8 };

/** Waits until a relay does nothing any more, some seconds at most. Gives what it used until then, in µs. */
const rest = async (relay: Running): Promise<number> => {
  const used = (): number => cpuMicros(relay.pid) + databaseUs(relay);
  const begun = used();
  let before = begun;
  for (let look = 0; look < atRest.looks; look += 1) {
    await pause(atRest.everyMs);
    const now = used();
    if (now - before <= atRest.mostUs) break;
    before = now;
  }
  return used() - begun;
};

const planOf: Record<LoadName, (scale: Scale) => LoadPlan> = {
  one: ({ forMs }) => ({ perPair: 1, forMs }),
  four: ({ forMs }) => ({ perPair: 4, forMs }),
  paced: ({ perSecond, forMs }) => ({ perSecond, forMs }),
};

const put = ({ generator }: Subject, plan: LoadPlan): Promise<LoadFigures> =>
  generator.ask<LoadFigures>({ do: 'load', plan });

const stretch = async (subject: Subject, plan: LoadPlan): Promise<Omit<Figures, keyof Calm>> => {
  const { relay } = subject;
  const before = await countOf(relay);
  const { delivered, seconds, p50Ms, p99Ms } = await put(subject, plan);
  const after = await countOf(relay);
  const each = (name: keyof Count): number => (after[name] - before[name]) / delivered;
  return {
    msgPerS: delivered / seconds,
    cpuUsPerMsg: each('cpuUs'),
    loopUsPerMsg: each('loopUs'),
    storeUsPerMsg: each('storeUs'),
    searchUsPerMsg: each('searchUs'),
    databaseUsPerMsg: relay.databasePid === undefined ? null : each('databaseUs'),
    laterUsPerMsg: (await rest(relay)) / delivered,
    perCommit: relay.keeps ? 1 / each('commits') : null,
    p50Ms,
    p99Ms,
  };
};

/** Loads a relay until it runs as it does once everything is compiled. */
export const warmUp = async (subject: Subject, scale: Scale): Promise<void> => {
  for (const name of ['four', 'four', 'one'] as const) await put(subject, planOf[name](scale));
};

/** One stretch of one load on one relay, which is at rest before and after it; again where it was disturbed. */
export const measureLoad = (
  subject: Subject,
  { name, scale, calmly }: { name: LoadName; scale: Scale; calmly: Calmly },
): Promise<Figures> => calmly(() => stretch(subject, planOf[name](scale)));

/** Memory once it no longer falls: what the opening itself needed is given back after a while. */
export const settledRss = async (pid: number, settleMs: number): Promise<number> => {
  let least = rssBytes(pid);
  for (let since = performance.now(); performance.now() - since < settleMs;) {
    await pause(100);
    const now = rssBytes(pid);
    if (now < least * 0.995) since = performance.now();
    least = Math.min(least, now);
  }
  return least;
};
