import { setTimeout as pause } from 'node:timers/promises';
import { startGenerator, start, type Contestant, type Generator, type Running } from './contestants.ts';
import type { LoadFigures } from './load-process.ts';
import type { LoadPlan } from './load.ts';
import { cpuMicros, rssBytes } from './usage.ts';

/** One load on one relay. CPU is the server’s alone, per message that reached the other side. */
export type Figures = { msgPerS: number; cpuUsPerMsg: number; p50Ms: number; p99Ms: number };

/** One run of one relay under each load, and its memory after them. */
export type Round = { one: Figures; four: Figures; paced: Figures; rssBytes: number };

/** How long and how much. */
export type Scale = {
  pairs: number;
  forMs: number;
  warmUpMs: number;
  perSecond: number;
  idle: number;
  settleMs: number;
  rounds: number;
};

const under = async (relay: Running, generator: Generator, plan: LoadPlan): Promise<Figures> => {
  const before = cpuMicros(relay.pid);
  const { delivered, seconds, p50Ms, p99Ms } = await generator.ask<LoadFigures>({ do: 'load', plan });
  const cpu = cpuMicros(relay.pid) - before;
  return { msgPerS: delivered / seconds, cpuUsPerMsg: cpu / delivered, p50Ms, p99Ms };
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
const settledRss = async (pid: number, settleMs: number): Promise<number> => {
  let least = rssBytes(pid);
  for (let since = performance.now(); performance.now() - since < settleMs;) {
    await pause(100);
    const now = rssBytes(pid);
    if (now < least * 0.995) since = performance.now();
    least = Math.min(least, now);
  }
  return least;
};

/** Bytes of memory each idle connection adds, from a tenth of them open to all. */
export const measureIdle = async (which: Contestant, { idle, settleMs }: Scale): Promise<number> => {
  await using relay = await start(which);
  await using generator = startGenerator(relay);
  const first = Math.ceil(idle / 10);
  await generator.ask({ do: 'idle', count: first });
  const before = await settledRss(relay.pid, settleMs);
  await generator.ask({ do: 'idle', count: idle - first });
  return ((await settledRss(relay.pid, settleMs)) - before) / (idle - first);
};
