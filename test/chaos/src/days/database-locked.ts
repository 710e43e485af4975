import { DatabaseSync } from 'node:sqlite';
import { spawnRelay } from '@shopbell-test/kit';
import { openCrowd } from '../crowd/crowd.ts';
import type { Scenario } from '../scenario.ts';
import { openWitness, playOutage } from './outage.ts';
import { outcomeOf } from './outcome.ts';

/** Another program holds the database’s lock for longer than the relay is patient. */
export const databaseLocked: Scenario = {
  name: 'database-locked',
  rounds: { short: 1, long: 10 },
  play: async ({ rounds }) => {
    await using relay = await spawnRelay();
    using stack = new DisposableStack();
    const other = stack.adopt(new DatabaseSync(relay.database.replace('file:', '')), (database) =>
      database.close(),
    );
    await using witness = await openWitness(relay);
    await using crowd = await openCrowd(relay, { customers: 12, betweenMs: 25 });
    const violations: string[] = [];
    for (let round = 0; round < rounds; round += 1)
      violations.push(
        ...(await playOutage(crowd, witness, {
          begin: () => other.exec('PRAGMA busy_timeout = 5000; BEGIN IMMEDIATE'),
          end: () => other.exec('ROLLBACK'),
          isReadable: true,
          refusedMs: 10_000,
        })),
      );
    const row = { fault: 'database locked by another', hits: rounds, wanted: rounds };
    return outcomeOf(row, await crowd.judge(), violations);
  },
};
