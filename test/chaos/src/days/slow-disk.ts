import { setTimeout as pause } from 'node:timers/promises';
import { spawnRelay, temporaryFolder } from '@shopbell-test/kit';
import { openCrowd } from '../crowd/crowd.ts';
import { over, percentile } from '../figures.ts';
import { figureOf } from '../metrics.ts';
import type { Scenario } from '../scenario.ts';
import { slowSync } from '../slow-sync.ts';
import { outcomeOf } from './outcome.ts';

const syncMs = 20;
const [lagMostMs, durableLeast] = [50, 1_000];
const lagName = 'shopbell_event_loop_lag_seconds{quantile="0.99"}';

/** Asks after the relay’s health until told to stop. Resolves to how long each answer took, in milliseconds. */
const watchHealth = (relay: { url: string }) => {
  const over = new AbortController();
  const answersMs: number[] = [];
  const bad: string[] = [];
  const watch = async (): Promise<void> => {
    while (!over.signal.aborted) {
      const since = performance.now();
      const status = await fetch(`${relay.url}/readyz`).then((answer) => answer.status, String);
      answersMs.push(performance.now() - since);
      if (status !== 200) bad.push(`/readyz: ${status}`);
      await pause(100);
    }
  };
  const watching = watch();
  return {
    stop: async () => {
      over.abort();
      await watching;
      return { answersMs, bad };
    },
  };
};

/** Every fsync takes 20 ms: the event loop runs on, health is answered, 1,000 messages a second are durable. `rounds`: seconds. */
export const slowDisk: Scenario = {
  name: 'slow-disk',
  rounds: { short: 4, long: 30 },
  play: async ({ rounds, isShort }) => {
    using folder = temporaryFolder();
    const { how, count, ...sync } = slowSync(folder.path, syncMs);
    await using relay = await spawnRelay(sync);
    await using crowd = await openCrowd(relay, { customers: 120, betweenMs: 90 });
    await crowd.moreAcknowledged(500, 60_000);
    const health = watchHealth(relay);
    // The lag is told since it was last asked for.
    await figureOf(relay, lagName);
    const before = {
      acknowledged: crowd.ledger.counts().acknowledged,
      syncs: count() ?? 0,
      at: performance.now(),
    };
    await pause(rounds * 1_000);
    const seconds = (performance.now() - before.at) / 1_000;
    const acknowledged = crowd.ledger.counts().acknowledged - before.acknowledged;
    const syncs = (count() ?? 0) - before.syncs;
    const lagMs = (await figureOf(relay, lagName)) * 1_000;
    const { answersMs, bad } = await health.stop();
    const perSecond = acknowledged / seconds;
    const ends = {
      'durable/s': perSecond,
      'syncs/s': syncs / seconds,
      'ms lag p99': lagMs,
      'ms to ready p99': percentile(answersMs, 0.99),
    };
    const row = { fault: `each fsync ${syncMs} ms (${how})`, hits: acknowledged, wanted: 1, ends };
    return outcomeOf(row, await crowd.judge(), [
      ...bad,
      ...over('ms of event loop lag, p99', lagMs, { most: lagMostMs, isShort }),
      ...over('ms between durable messages', 1_000 / perSecond, { most: 1_000 / durableLeast, isShort }),
    ]);
  },
};
