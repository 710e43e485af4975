import { setTimeout as pause } from 'node:timers/promises';
import { startPostgres } from '@shopbell-test/postgres';
import { spawnRelay, startProxy, until, type Proxy, type Random } from '@shopbell-test/kit';
import { openCrowd, type Crowd } from '../crowd/crowd.ts';
import { over } from '../figures.ts';
import type { Scenario } from '../scenario.ts';
import { openWitness, playOutage } from './outage.ts';
import { outcomeOf } from './outcome.ts';

/** What is done to a stretch of network until it is healed, by a proxy of ours. */
export type Weather = {
  name: string;
  /** What it is called in the table. */
  fault: string;
  begin: (proxy: Proxy, random: Random) => void;
  /** Whether nothing comes through, so that it must be noticed; else it only has to be lived with. */
  isOut: boolean;
};

/** A dead connection is noticed within this. */
const noticedMs = 20_000;
const backMs = 15_000;

/** How long one lives with bad weather in which something comes through. */
const badMs = { short: 4_000, long: 15_000 };

const brave = async (crowd: Crowd, isShort: boolean): Promise<string[]> => {
  await pause(isShort ? badMs.short : badMs.long);
  return crowd.moreAcknowledged(20, 60_000).then(
    () => [],
    () => ['nothing came through'],
  );
};

/** Waits until every side knows that it is cut off, and the relay that they are. Resolves to how long that took. */
const noticed = async (crowd: Crowd, relay: { url: string }): Promise<number> => {
  const since = performance.now();
  const isEmpty = async (): Promise<boolean> => {
    const text = await fetch(`${relay.url}/metrics`).then((answer) => answer.text());
    return /^shopbell_sockets\{side="shopper"\} 0$/m.test(text);
  };
  await until('everybody to notice', async () => crowd.live() === 0 && (await isEmpty()), 60_000);
  return performance.now() - since;
};

/** Bad weather between the clients and the relay. */
export const clientsIn = (weather: Weather): Scenario => ({
  name: weather.name,
  rounds: { short: 1, long: 5 },
  play: async ({ rounds, random, isShort }) => {
    await using relay = await spawnRelay();
    await using proxy = await startProxy(relay);
    const { url } = proxy;
    await using crowd = await openCrowd(relay, {
      customers: 12,
      betweenMs: 50,
      customersUrl: url,
      agentsUrl: url,
    });
    const found: string[] = [];
    const ends: Record<string, number> = {};
    const atMost = (what: string, ms: number): void => void (ends[what] = Math.max(ends[what] ?? 0, ms));
    for (let round = 0; round < rounds; round += 1) {
      await crowd.allLive(60_000);
      await crowd.moreAcknowledged(50);
      weather.begin(proxy, random);
      if (weather.isOut) atMost('ms to notice at most', await noticed(crowd, relay));
      else found.push(...(await brave(crowd, isShort)));
      proxy.heal();
      atMost('ms until all were back at most', await crowd.allLive(60_000));
    }
    found.push(
      ...over('ms to notice', ends['ms to notice at most'] ?? 0, { most: noticedMs, isShort }),
      ...over('ms until all were back', ends['ms until all were back at most'] ?? 0, {
        most: backMs,
        isShort,
      }),
    );
    const row = { fault: `${weather.fault}, clients`, hits: rounds, wanted: rounds, ends };
    return outcomeOf(row, await crowd.judge(), found);
  },
});

/** Bad weather between the relay and its PostgreSQL. */
export const databaseIn = (weather: Weather): Scenario => ({
  name: `database-${weather.name}`,
  rounds: { short: 1, long: 5 },
  play: async ({ rounds, random, isShort }) => {
    await using server = await startPostgres();
    const address = new URL(server.url);
    await using proxy = await startProxy({ port: Number(address.port) });
    address.port = String(proxy.port);
    await using relay = await spawnRelay({ databaseUrl: address.href });
    await using witness = await openWitness(relay);
    await using crowd = await openCrowd(relay, { customers: 12, betweenMs: 50 });
    const found: string[] = [];
    const begin = (): void => weather.begin(proxy, random);
    const end = (): void => proxy.heal();
    for (let round = 0; round < rounds; round += 1) {
      if (weather.isOut) {
        const outage = { begin, end, isReadable: false, refusedMs: noticedMs };
        found.push(...(await playOutage(crowd, witness, outage)));
      } else {
        begin();
        found.push(...(await brave(crowd, isShort)));
        end();
      }
    }
    const row = { fault: `${weather.fault}, database`, hits: rounds, wanted: rounds };
    return outcomeOf(row, await crowd.judge(), found);
  },
});
