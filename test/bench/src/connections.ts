import { setTimeout as pause } from 'node:timers/promises';
import { start, startGenerator, type Contestant, type Generator, type Running } from './contestants.ts';
import type { ArrivalFigures } from './load-process.ts';
import { settledRss } from './measure.ts';
import { requireOpenFiles } from './open-files.ts';
import { cpuMicros } from './usage.ts';

/** How many connections, for how many minutes. */
export type Crowd = { count: number; minutes: number; settleMs: number };

/** What idle shoppers cost one relay. `drops`: connections that ended by themselves while they were held. */
export type Idle = {
  count: number;
  bytesPerConnection: number;
  /** Every shopper comes with the token it was given before, and opens its session: the first dials, the last is open. */
  coldConnectPerS: number;
  /** From dialling to the open session, in ms. */
  openP50Ms: number;
  openP99Ms: number;
  connectCpuUs: number;
  minutes: number;
  drops: number;
  /** Of one core, in percent, to keep them: pings, and nothing else. */
  idleCpuPercent: number;
};

export type Connections = Record<'bare' | 'shopbell', Idle>;

const collecting = ['--expose-gc', '--import', import.meta.resolve('./collect-garbage.ts')] as const;

const memoryOf = async ({ pid }: Running, settleMs: number): Promise<number> => {
  process.kill(pid, 'SIGUSR2');
  return settledRss(pid, settleMs);
};

/** Holds what is open and counts what is lost of it. */
const hold = async (relay: Running, generator: Generator, minutes: number) => {
  const before = cpuMicros(relay.pid);
  const forMs = minutes * 60_000;
  await pause(forMs);
  const drops = await generator.ask<number>({ do: 'drops' });
  return { minutes, drops, idleCpuPercent: (cpuMicros(relay.pid) - before) / forMs / 10 };
};

/** Brings a crowd to one relay, and keeps it there. */
const measureCrowd = async (which: Contestant, { count, minutes, settleMs }: Crowd): Promise<Idle> => {
  await using relay = await start(which, collecting);
  await using generator = startGenerator(relay);
  // They are given their tokens and leave; a relay that was just started does not know them.
  await generator.ask({ do: 'tokens', count });
  await relay.stop();
  await relay.restart();
  // Memory from a tenth of them to all: what the first ones bring is code, not connections.
  const first = Math.ceil(count / 10);
  const usedBefore = cpuMicros(relay.pid);
  const some = await generator.ask<ArrivalFigures>({ do: 'arrive', count: first });
  const usedBySome = cpuMicros(relay.pid) - usedBefore;
  const few = await memoryOf(relay, settleMs);
  const usedBetween = cpuMicros(relay.pid);
  const rest = await generator.ask<ArrivalFigures>({ do: 'arrive', count: count - first });
  const usedByRest = cpuMicros(relay.pid) - usedBetween;
  const all = await memoryOf(relay, settleMs);
  const held = await hold(relay, generator, minutes);
  return {
    count,
    bytesPerConnection: (all - few) / (count - first),
    coldConnectPerS: count / (some.seconds + rest.seconds),
    openP50Ms: rest.p50Ms,
    openP99Ms: rest.p99Ms,
    connectCpuUs: (usedBySome + usedByRest) / count,
    ...held,
  };
};

/** Measures idle shoppers on a bare relay, then on Shopbell. Throws, with what to do, where so many cannot be open. */
export const measureConnections = async (crowd: Crowd): Promise<Connections> => {
  requireOpenFiles(crowd.count);
  console.log(`${crowd.count} shoppers on a bare relay`);
  const bare = await measureCrowd('bare', crowd);
  console.log(`${crowd.count} shoppers on Shopbell`);
  return { bare, shopbell: await measureCrowd('shopbell-sqlite', crowd) };
};

type Row = [name: string, of: (idle: Idle) => number, digits: number];

const rows: Row[] = [
  ['connections', (each) => each.count, 0],
  ['memory per connection, bytes', (each) => each.bytesPerConnection, 0],
  ['cold connect with its token, per second', (each) => each.coldConnectPerS, 0],
  ['  relay CPU each, µs', (each) => each.connectCpuUs, 0],
  ['  to the open session, p50 ms', (each) => each.openP50Ms, 1],
  ['  to the open session, p99 ms', (each) => each.openP99Ms, 1],
  ['minutes held', (each) => each.minutes, 1],
  ['drops', (each) => each.drops, 0],
  ['CPU to keep them, % of a core', (each) => each.idleCpuPercent, 1],
];

/** The table, one line a figure. */
export const connectionsTable = ({ bare, shopbell }: Connections): string =>
  [
    `${''.padEnd(42)}${'bare'.padStart(10)}${'shopbell'.padStart(10)}${'ratio'.padStart(8)}`,
    ...rows.map(([name, of, digits]) => {
      const ratio = of(shopbell) / of(bare);
      const cells = [of(bare), of(shopbell)].map((each) => each.toFixed(digits).padStart(10)).join('');
      return `${name.padEnd(42)}${cells}${Number.isFinite(ratio) ? ratio.toFixed(2).padStart(8) : ''}`;
    }),
  ].join('\n');
