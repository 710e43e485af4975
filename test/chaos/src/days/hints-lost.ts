import { startPostgres } from '@shopbell-test/postgres';
import { spawnRelay } from '@shopbell-test/kit';
import { altered, hintsLost as losingHints } from '../alter.ts';
import { openCrowd } from '../crowd/crowd.ts';
import { timingLedger } from '../crowd/recorded.ts';
import { over, percentile } from '../figures.ts';
import type { Scenario } from '../scenario.ts';
import { outcomeOf } from './outcome.ts';

const latestMs = 1_500;

/** Two relays on one database, and no hint ever comes through: what one stores the other tells within 1.5 s all the same. */
export const hintsLost: Scenario = {
  name: 'hints-lost',
  rounds: { short: 200, long: 5_000 },
  play: async ({ rounds, isShort }) => {
    await using server = await startPostgres();
    const databaseUrl = server.url;
    const how = altered(losingHints);
    await using one = await spawnRelay({ databaseUrl, ...how });
    await using other = await spawnRelay({ databaseUrl, ...how, premises: one });
    const { ledger, deliveriesMs } = timingLedger();
    await using crowd = await openCrowd(one, { customers: 10, betweenMs: 50, agentsUrl: other.url, ledger });
    await crowd.moreAcknowledged(rounds, 120_000);
    const verdict = await crowd.judge();
    const [p50, slowest] = [percentile(deliveriesMs, 0.5), Math.max(...deliveriesMs)];
    const ends = { 'ms p50': p50, 'ms at most': slowest };
    const row = { fault: 'all hints lost', hits: deliveriesMs.length, wanted: rounds, ends };
    return outcomeOf(row, verdict, over('ms to the other relay', slowest, { most: latestMs, isShort }));
  },
};
