import { setTimeout as pause } from 'node:timers/promises';
import { startGenerator, start, type Contestant, type Generator, type Running } from './contestants.ts';
import type { LoadFigures } from './load-process.ts';
import type { LoadPlan } from './load.ts';
import { cpuMicros, familyMicros, loopMicros, rssBytes } from './usage.ts';

/**
 * One load on one relay, per message that reached the other side. `cpuUsPerMsg` is the relay’s process, all its threads;
 * `loopUsPerMsg` the event loop’s part of it; `databaseUsPerMsg` a database server’s beside it. `perCommit`: messages in one
 * transaction.
 */
export type Figures = {
  msgPerS: number;
  cpuUsPerMsg: number;
  loopUsPerMsg: number;
  databaseUsPerMsg: number | null;
  perCommit: number | null;
  p50Ms: number;
  p99Ms: number;
};

/** One run of one relay under each load, and its memory after them. */
export type Round = { one: Figures; four: Figures; paced: Figures; rssBytes: number };

/** How long and how much. */
export type Scale = {
  pairs: number;
  forMs: number;
  warmUpMs: number;
  perSecond: number;
  rounds: number;
};

type Count = { cpuUs: number; loopUs: number; databaseUs: number; commits: number };

/** How many transactions a relay has committed; a bare one none. */
const commitsOf = async ({ url, keeps }: Running): Promise<number> => {
  if (!keeps) return 0;
  const metrics = await (await fetch(`${url}/metrics`)).text();
  return Number(/^shopbell_batch_appends_count (\d+)/m.exec(metrics)?.[1] ?? 0);
};

const countOf = async (relay: Running): Promise<Count> => ({
  commits: await commitsOf(relay),
  cpuUs: cpuMicros(relay.pid),
  loopUs: loopMicros(relay.pid),
  databaseUs: relay.databasePid === undefined ? 0 : familyMicros(relay.databasePid),
});

const under = async (relay: Running, generator: Generator, plan: LoadPlan): Promise<Figures> => {
  const before = await countOf(relay);
  const { delivered, seconds, p50Ms, p99Ms } = await generator.ask<LoadFigures>({ do: 'load', plan });
  const after = await countOf(relay);
  const each = (name: keyof Count): number => (after[name] - before[name]) / delivered;
  return {
    msgPerS: delivered / seconds,
    cpuUsPerMsg: each('cpuUs'),
    loopUsPerMsg: each('loopUs'),
    databaseUsPerMsg: relay.databasePid === undefined ? null : each('databaseUs'),
    perCommit: relay.keeps ? 1 / each('commits') : null,
    p50Ms,
    p99Ms,
  };
};

/** Runs one relay from start to end: warm-up, one message under way per pair, four, and so many a second. */
export const measureRound = async (which: Contestant, scale: Scale): Promise<Round> => {
  await using relay = await start(which);
  await using generator = startGenerator(relay);
  await generator.ask({ do: 'pairs', count: scale.pairs });
  await under(relay, generator, { perPair: 1, forMs: scale.warmUpMs });
  const { forMs, perSecond } = scale;
  const one = await under(relay, generator, { perPair: 1, forMs });
  const four = await under(relay, generator, { perPair: 4, forMs });
  const paced = await under(relay, generator, { perSecond, forMs });
  return { one, four, paced, rssBytes: rssBytes(relay.pid) };
};

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
