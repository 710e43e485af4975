import { setTimeout as pause } from 'node:timers/promises';
import { until } from '@shopbell-test/kit';
import { openCrowd } from '../crowd/crowd.ts';
import type { Scenario } from '../scenario.ts';
import { startUndyingRelay } from '../undying-relay.ts';
import { outcomeOf } from './outcome.ts';

/** Clients that are back as fast as they can, so that each life has work to do. */
export const hasty = { baseMs: 50, capMs: 200 } as const;

/** The relay is killed (kill -9) whenever it falls, and started again. */
export const killAtRandom: Scenario = {
  name: 'kill-at-random',
  rounds: { short: 20, long: 200 },
  play: async ({ rounds, random }) => {
    await using relay = await startUndyingRelay();
    await using crowd = await openCrowd(relay.ready, { customers: 20, betweenMs: 15, tuning: hasty });
    let isReborn = false;
    relay.onReborn(() => void (isReborn = true));
    const acknowledged = (): number => crowd.ledger.counts().acknowledged;
    let idle = 0;
    for (let kill = 0; kill < rounds; kill += 1) {
      const before = acknowledged();
      // Every fourth falls whenever it falls, into the start as well; the others while all talk.
      if (kill % 4 < 3) await until('somebody to get through', () => acknowledged() > before, 120_000);
      await pause(random.int(500));
      isReborn = false;
      await relay.kill();
      if (acknowledged() === before) idle += 1;
      await until('the next life', () => isReborn, 120_000);
    }
    // A life in which nobody got through shows nothing.
    const hits = rounds - idle;
    const row = { fault: 'kill -9 at random', hits, wanted: Math.ceil(rounds * 0.75), kills: rounds };
    return outcomeOf(row, await crowd.judge());
  },
};
