import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { spawnRelay, temporaryFolder } from '@shopbell-test/kit';
import { openCrowd } from '../crowd/crowd.ts';
import type { Scenario } from '../scenario.ts';
import { openWitness, playOutage } from './outage.ts';
import { outcomeOf } from './outcome.ts';

/** A disk of 24 MB that only the relay sees, and that goes with it. Linux only, where users may have namespaces. */
const smallDisk = (folder: string): string[] => {
  const mount = `mount -t tmpfs -o size=24m tmpfs "$0" && exec "$@"`;
  return ['unshare', '-rm', 'sh', '-c', mount, folder];
};

const canMount = (): boolean => {
  try {
    using folder = temporaryFolder();
    const [command = '', ...args] = smallDisk(folder.path);
    execFileSync(command, [...args, 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

/** Writes until nothing more fits. */
const fill = (file: string): void => {
  const descriptor = openSync(file, 'w');
  try {
    for (let bytes = 65_536; bytes >= 1;) {
      try {
        writeSync(descriptor, Buffer.alloc(bytes, 1));
      } catch {
        bytes = Math.floor(bytes / 2);
      }
    }
  } finally {
    closeSync(descriptor);
  }
};

/** The relay’s disk is full: writing is refused, reading goes on, and when there is room again all goes on by itself. */
export const diskFull: Scenario = {
  name: 'disk-full',
  rounds: { short: 1, long: 10 },
  play: async ({ rounds }) => {
    const fault = 'disk full';
    if (!canMount())
      return {
        rows: [
          {
            fault: 'disk full: no small disk to be had here',
            hits: 0,
            wanted: 0,
            kills: 0,
            judged: 0,
            ends: {},
          },
        ],
        violations: [],
      };
    using folder = temporaryFolder();
    const databaseUrl = `file:${join(folder.path, 'shopbell.db')}`;
    await using relay = await spawnRelay({ databaseUrl, through: smallDisk(folder.path) });
    const ballast = `/proc/${relay.pid}/root${join(folder.path, 'ballast')}`;
    await using witness = await openWitness(relay);
    await using crowd = await openCrowd(relay, { customers: 12, betweenMs: 25 });
    const violations: string[] = [];
    for (let round = 0; round < rounds; round += 1)
      violations.push(
        ...(await playOutage(crowd, witness, {
          begin: () => fill(ballast),
          end: () => rmSync(ballast),
          isReadable: true,
          refusedMs: 10_000,
        })),
      );
    return outcomeOf({ fault, hits: rounds, wanted: rounds }, await crowd.judge(), violations);
  },
};
