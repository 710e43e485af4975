import { setTimeout as pause } from 'node:timers/promises';
import { query, startPostgres, type OwnPostgres } from '@shopbell-test/postgres';
import { spawnRelay, type Random } from '@shopbell-test/kit';
import { openCrowd } from '../crowd/crowd.ts';
import type { Scenario } from '../scenario.ts';
import { openWitness, playOutage, type Outage } from './outage.ts';
import { outcomeOf } from './outcome.ts';

type Day = { name: string; fault: string; outage: (server: OwnPostgres, random: Random) => Outage };

/** A relay on a PostgreSQL of its own, to which the same happens again and again while all talk. */
const postgresDay = ({ name, fault, outage }: Day): Scenario => ({
  name,
  rounds: { short: 1, long: 10 },
  play: async ({ rounds, random }) => {
    await using server = await startPostgres();
    await using relay = await spawnRelay({ databaseUrl: server.url });
    await using witness = await openWitness(relay);
    await using crowd = await openCrowd(relay, { customers: 12, betweenMs: 25 });
    const violations: string[] = [];
    for (let round = 0; round < rounds; round += 1)
      violations.push(...(await playOutage(crowd, witness, outage(server, random))));
    return outcomeOf({ fault, hits: rounds, wanted: rounds }, await crowd.judge(), violations);
  },
});

/** Shut down or crashed, and started again. */
export const postgresStopped = postgresDay({
  name: 'postgres-stopped',
  fault: 'PostgreSQL stopped and started',
  outage: (server, random) => ({
    begin: () => server.stop(random.pick(['fast', 'immediate'] as const)),
    end: () => server.start(),
    isReadable: false,
    refusedMs: 10_000,
  }),
});

/** It stands still, connections open (SIGSTOP). */
export const postgresHung = postgresDay({
  name: 'postgres-hung',
  fault: 'PostgreSQL hung',
  outage: (server) => ({
    begin: () => server.freeze(),
    end: () => server.thaw(),
    isReadable: false,
    refusedMs: 20_000,
  }),
});

const terminateSql = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'shopbell'`;

/** Every session of the relay is ended, several times while all talk: it comes back by itself. */
export const postgresTerminated: Scenario = {
  name: 'postgres-terminated',
  rounds: { short: 3, long: 10 },
  play: async ({ rounds, random }) => {
    await using server = await startPostgres();
    await using relay = await spawnRelay({ databaseUrl: server.url });
    await using crowd = await openCrowd(relay, { customers: 12, betweenMs: 25 });
    let terminated = 0;
    for (let round = 0; round < rounds; round += 1) {
      await crowd.moreAcknowledged(50);
      await pause(random.int(200));
      terminated += (await query(server.url, terminateSql)).length;
    }
    await crowd.moreAcknowledged(50);
    const row = {
      fault: 'sessions terminated',
      hits: rounds,
      wanted: rounds,
      ends: { sessions: terminated },
    };
    return outcomeOf(row, await crowd.judge());
  },
};
