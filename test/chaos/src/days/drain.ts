import { spawnRelay } from '@shopbell-test/kit';
import { openCrowd } from '../crowd/crowd.ts';
import { over } from '../figures.ts';
import type { Scenario } from '../scenario.ts';
import { outcomeOf } from './outcome.ts';

const [exitMostMs, backMostMs] = [10_000, 15_000];

/** SIGTERM with everybody connected and talking: it ends cleanly and in time, and all are back soon after. */
export const drain: Scenario = {
  name: 'drain',
  rounds: { short: 1, long: 20 },
  play: async ({ rounds, isShort }) => {
    const customers = isShort ? 200 : 2_000;
    await using relay = await spawnRelay();
    await using crowd = await openCrowd(relay, { customers, betweenMs: customers * 3 });
    const violations: string[] = [];
    const exits: number[] = [];
    const backs: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await crowd.allLive(60_000);
      await crowd.moreAcknowledged(customers / 4, 60_000);
      const startedAt = performance.now();
      const code = await relay.stop();
      exits.push(performance.now() - startedAt);
      if (code !== 0) violations.push(`the relay ended with ${code}`);
      await relay.restart();
      await crowd.allLive(60_000);
      backs.push(performance.now() - startedAt);
    }
    const [exit, back] = [Math.max(...exits), Math.max(...backs)];
    const ends = { 'ms to exit at most': exit, 'ms until all were back at most': back };
    const row = { fault: `SIGTERM with ${crowd.size} connected`, hits: exits.length, wanted: rounds, ends };
    return outcomeOf(row, await crowd.judge(), [
      ...violations,
      ...over('ms to exit', exit, { most: exitMostMs, isShort }),
      ...over('ms until all were back', back, { most: backMostMs, isShort }),
    ]);
  },
};
