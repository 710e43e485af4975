import { spawnRelay, type SpawnedRelay } from '@shopbell-test/kit';
import { startPostgres } from '@shopbell-test/postgres';
import { startHintGate } from '@shopbell-example/cluster/hint-gate';
import { createCalmly, type Calm, type Calmly } from './calm.ts';
import { startGenerator } from './contestants.ts';
import type { LoadFigures } from './load-process.ts';
import { cpuMicros } from './usage.ts';

/** Pairs of a shopper and an agent, messages a second over all of them, for how long; how long repeats may take. */
export type ClusterScale = {
  pairs: number;
  perSecond: number;
  forMs: number;
  warmUpMs: number;
  repeatForMs: number;
};

/** Delivery to the other side, in ms. `cpuUsPerMsg`: of both relays together, or the one. */
export type Delivery = LoadFigures & Calm & { msgPerS: number; cpuUsPerMsg: number };

/** The same load: on one relay; the agents at another relay; and that with every hint between the relays lost. */
export type Cluster = { together: Delivery; apart: Delivery; unhinted: Delivery & { hintsLost: number } };

type Sides = { shoppers: SpawnedRelay; agents: SpawnedRelay };

const measureDelivery = async (
  { shoppers, agents }: Sides,
  scale: ClusterScale,
  calmly: Calmly,
): Promise<Delivery> => {
  const { url, shop, origin } = shoppers;
  await using generator = startGenerator({ url, shop, origin, agent: agents.agent, agentUrl: agents.url });
  await generator.ask({ do: 'pairs', count: scale.pairs });
  const { perSecond, forMs, warmUpMs } = scale;
  await generator.ask({ do: 'load', plan: { perSecond, forMs: warmUpMs } });
  const pids = [...new Set([shoppers.pid, agents.pid])];
  const used = (): number => pids.reduce((sum, pid) => sum + cpuMicros(pid), 0);
  return await calmly(async () => {
    const before = used();
    const figures = await generator.ask<LoadFigures>({ do: 'load', plan: { perSecond, forMs } });
    const { delivered, seconds } = figures;
    return { ...figures, msgPerS: delivered / seconds, cpuUsPerMsg: (used() - before) / delivered };
  });
};

const withRelays = async <T>(
  databaseUrls: readonly [string, string],
  work: (sides: Sides) => Promise<T>,
): Promise<T> => {
  await using shoppers = await spawnRelay({ databaseUrl: databaseUrls[0] });
  await using agents = await spawnRelay({ databaseUrl: databaseUrls[1] });
  return await work({ shoppers, agents });
};

const through = (databaseUrl: string, port: number): string => {
  const url = new URL(databaseUrl);
  url.port = String(port);
  return url.href;
};

/** Measures delivery between two relays on one PostgreSQL that waits for the disk, beside delivery on one of them. */
export const measureCluster = async (scale: ClusterScale): Promise<Cluster> => {
  const calmly = createCalmly(scale);
  await using server = await startPostgres();
  const measured = await withRelays([server.url, server.url], async (sides) => {
    console.log('shoppers and agents at one relay');
    const together = await measureDelivery(
      { shoppers: sides.shoppers, agents: sides.shoppers },
      scale,
      calmly,
    );
    console.log('agents at another relay');
    return { together, apart: await measureDelivery(sides, scale, calmly) };
  });
  const target = { port: Number(new URL(server.url).port) };
  await using gates = new AsyncDisposableStack();
  const one = gates.use(await startHintGate(target));
  const other = gates.use(await startHintGate(target));
  const urls = [through(server.url, one.port), through(server.url, other.port)] as const;
  const unhinted = await withRelays(urls, (sides) => {
    console.log('agents at another relay, every hint lost');
    for (const gate of [one, other]) gate.lose(true);
    return measureDelivery(sides, scale, calmly);
  });
  return { ...measured, unhinted: { ...unhinted, hintsLost: one.hints.lost + other.hints.lost } };
};

type Row = [name: string, of: (delivery: Delivery) => number, digits: number];

const rows: Row[] = [
  ['messages/s', (each) => each.msgPerS, 0],
  ['p50 ms', (each) => each.p50Ms, 1],
  ['p99 ms', (each) => each.p99Ms, 1],
  ['latest ms', (each) => each.percentilesMs[100] ?? Number.NaN, 1],
  ['CPU of the relays, µs/message', (each) => each.cpuUsPerMsg, 1],
  ['refused, and sent again', (each) => each.refused, 0],
  ['stolen by the host, %', (each) => (each.steal ?? Number.NaN) * 100, 1],
  ['tries', (each) => each.tries, 0],
];

/** The table, one line a figure. */
export const clusterTable = ({ together, apart, unhinted }: Cluster): string =>
  [
    ['one relay', 'two relays', 'hints lost'].reduce((line, name) => line + name.padStart(13), ''.padEnd(32)),
    ...rows.map(
      ([name, of, digits]) =>
        name.padEnd(32) +
        [together, apart, unhinted].map((each) => of(each).toFixed(digits).padStart(13)).join(''),
    ),
    `hints lost: ${unhinted.hintsLost}`,
  ].join('\n');
