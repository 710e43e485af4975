import { officeKilledAfterEffect } from './actions/office-killed-after-effect.ts';
import { officeKilledBeforeEffect } from './actions/office-killed-before-effect.ts';
import { officeKilledInVerify } from './actions/office-killed-in-verify.ts';
import {
  officeAnswersLate,
  officeAnswersTwice,
  officeSendsGarbage,
  officeSendsHuge,
} from './actions/office-misbehaves.ts';
import { relayKilled } from './actions/relay-killed.ts';
import { toolReturnsGarbage, toolReturnsHuge } from './actions/tool-garbage.ts';
import { toolHangs } from './actions/tool-hangs.ts';
import { toolIsLate } from './actions/tool-late.ts';
import { toolThrowsAfter, toolThrowsBefore } from './actions/tool-throws.ts';
import { twoOffices } from './actions/two-offices.ts';
import { clockJumps } from './days/clock-jumps.ts';
import { databaseLocked } from './days/database-locked.ts';
import { diskFull } from './days/disk-full.ts';
import { drain } from './days/drain.ts';
import { duplicateTabs } from './days/duplicate-tabs.ts';
import { halfOpenClients, halfOpenDatabase } from './days/half-open.ts';
import { hintsLost } from './days/hints-lost.ts';
import { killAtPoints } from './days/kill-at-points.ts';
import { killAtRandom } from './days/kill-at-random.ts';
import { laptopAsleep } from './days/laptop-asleep.ts';
import { lossyClients, lossyDatabase } from './days/lossy.ts';
import { neighbours } from './days/neighbours.ts';
import { oneWayDownClients, oneWayDownDatabase } from './days/one-way-down.ts';
import { oneWayUpClients, oneWayUpDatabase } from './days/one-way-up.ts';
import { partitionClients, partitionDatabase } from './days/partition.ts';
import { postgresHung, postgresStopped, postgresTerminated } from './days/postgres.ts';
import { reload } from './days/reload.ts';
import { slowDisk } from './days/slow-disk.ts';
import { slowClients, slowDatabase } from './days/slow-network.ts';
import { syncs } from './days/syncs.ts';
import { walTails } from './days/wal-tails.ts';
import type { Scenario } from './scenario.ts';

/** Every scenario there is, by the part of the project it is about. */
export const scenarios = {
  actions: [
    relayKilled,
    officeKilledBeforeEffect,
    officeKilledAfterEffect,
    officeKilledInVerify,
    twoOffices,
    toolThrowsBefore,
    toolThrowsAfter,
    toolHangs,
    toolIsLate,
    toolReturnsGarbage,
    toolReturnsHuge,
    officeAnswersTwice,
    officeAnswersLate,
    officeSendsGarbage,
    officeSendsHuge,
  ],
  relay: [killAtRandom, killAtPoints, drain],
  store: [walTails, diskFull, databaseLocked, syncs],
  postgres: [
    postgresStopped,
    postgresHung,
    postgresTerminated,
    hintsLost,
    partitionDatabase,
    oneWayUpDatabase,
    oneWayDownDatabase,
    halfOpenDatabase,
    slowDatabase,
    lossyDatabase,
  ],
  network: [partitionClients, oneWayUpClients, oneWayDownClients, halfOpenClients, slowClients, lossyClients],
  client: [clockJumps, laptopAsleep, duplicateTabs, reload],
  load: [slowDisk, neighbours],
} as const satisfies Record<string, readonly Scenario[]>;
