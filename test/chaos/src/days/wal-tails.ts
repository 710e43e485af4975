import { copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import {
  agent,
  createLedger,
  heardOf,
  readTranscript,
  spawnRelay,
  temporaryFolder,
  withoutLimits,
  type Random,
  type RunningRelay,
} from '@shopbell-test/kit';
import { createRelay, openStore, verifyChains } from '@shopbell/server';
import { openCrowd } from '../crowd/crowd.ts';
import { tallyOf, type Scenario } from '../scenario.ts';
import { recordingLedger, type Recorded } from '../crowd/recorded.ts';
import { commitEnds, damaged, damages, placeInTail, type Damage } from './wal.ts';

/*
 * The rule. An acknowledged message was on the disk: a crash cannot take it, damage to the file afterwards can. So of a
 * log damaged from a byte on, everything must be there whose commit ends before that byte, whatever was acknowledged
 * after it may be gone, and what is there must be whole: no gap, nothing doubled, nothing altered, every chain right.
 */

/** A database whose relay was killed, and what it had acknowledged. */
export type Wreck = {
  file: string;
  log: Buffer;
  ends: readonly number[];
  /** How long the log was when the customers came: what is before it is the shop and its keys. */
  from: number;
  recorded: Recorded;
  premises: RunningRelay;
};

/** Runs a relay with customers for a while and kills it. */
export const makeWreck = async (folder: string, random: Random): Promise<Wreck> => {
  const file = join(folder, 'wreck.db');
  await using relay = await spawnRelay({ databaseUrl: `file:${file}` });
  const { ledger, taken } = recordingLedger();
  const begun = statSync(`${file}-wal`).size;
  {
    await using crowd = await openCrowd(relay, { customers: 8, betweenMs: 5, ledger });
    await crowd.moreAcknowledged(200 + random.int(200), 60_000);
    await relay.kill();
  }
  const log = readFileSync(`${file}-wal`);
  // A log shorter than that was begun anew since: all from before is in the database.
  const from = begun > log.length ? 0 : begun;
  return { file, log, from, ends: commitEnds(log), recorded: taken(), premises: { ...relay } };
};

/** The last seq of each conversation where the log is cut off clean: what SQLite itself had there. */
export const placesAt = (wreck: Wreck, end: number, folder: string): Map<string, number> => {
  const file = join(folder, 'clean.db');
  copyFileSync(wreck.file, file);
  writeFileSync(`${file}-wal`, wreck.log.subarray(0, end));
  const database = new DatabaseSync(file);
  try {
    const rows = database.prepare('SELECT id, last_public_seq AS seq FROM conversations').all();
    return new Map(rows.map(({ id, seq }) => [String(id), Number(seq)]));
  } finally {
    database.close();
  }
};

/** What a relay on the damaged file shows, judged; a relay that does not start is a violation, too. */
export const judgeDamaged = async (
  { recorded, premises }: Wreck,
  file: string,
  floor: ReadonlyMap<string, number>,
): Promise<string[]> => {
  const ledger = createLedger();
  for (const sent of recorded.sent) ledger.sent(sent);
  const due = recorded.acknowledged.filter(({ conversation, seq }) => seq <= (floor.get(conversation) ?? 0));
  for (const acknowledged of due) ledger.acknowledged(acknowledged);
  ledger.reader({ name: 'agent', audience: 'staff', conversations: 'all' });
  // Without a thread: nine hundred of them would take the day.
  const store = await openStore(`file:${file}`, () => Date.now());
  await using relay = await createRelay({ store, limits: withoutLimits });
  const { url } = await relay.listen({ port: 0, host: '127.0.0.1' });
  await using peer = await agent({ ...premises, url });
  // It goes on, too: a message after what is left.
  const [first] = floor.keys();
  if (first !== undefined) await peer.reply(first, 'Are you still there?');
  for (const conversation of floor.keys()) {
    for (const entry of await readTranscript(peer, conversation)) ledger.heard(heardOf('agent', entry));
  }
  const { findings } = await verifyChains(store);
  const broken = findings.map(({ conversation, seq, what }) => `chain: ${conversation} ${seq}: ${what}`);
  return [...ledger.judge().map(({ kind, what }) => `${kind}: ${what}`), ...broken];
};

type Blow = { kind: Damage; at: number };

/** Damages a copy of the wreck and lets it be judged. */
const strike = async (wreck: Wreck, { kind, at }: Blow, random: Random): Promise<string[]> => {
  using folder = temporaryFolder();
  const file = join(folder.path, 'shopbell.db');
  const end = wreck.ends.findLast((each) => each <= at) ?? 0;
  const floor = placesAt(wreck, end, folder.path);
  copyFileSync(wreck.file, file);
  writeFileSync(`${file}-wal`, damaged(wreck.log, { kind, at }, random));
  const found = await judgeDamaged(wreck, file, floor).catch((error: unknown) => [
    `no start: ${String(error)}`,
  ]);
  return found.map((what) => `${kind} at byte ${at} of ${wreck.log.length}: ${what}`);
};

const [perWreck, atOnce] = [60, 6];

/** Logs that are torn, zeroed or flipped somewhere in their last commits, each then opened by a relay. */
export const walTails: Scenario = {
  name: 'wal-tails',
  rounds: { short: 60, long: 900 },
  play: async ({ rounds, random }) => {
    const violations: string[] = [];
    const kinds: Damage[] = [];
    let judged = 0;
    let wrecks = 0;
    const blowsOn = (wreck: Wreck): Blow[] => {
      const blows: Blow[] = [];
      while (blows.length < perWreck && kinds.length < rounds) {
        const kind = damages[kinds.length % damages.length] ?? 'torn';
        kinds.push(kind);
        blows.push({ kind, at: placeInTail(wreck.ends, wreck.from, random) });
      }
      return blows;
    };
    while (kinds.length < rounds) {
      using folder = temporaryFolder();
      const wreck = await makeWreck(folder.path, random);
      wrecks += 1;
      if (wreck.ends.length < 10)
        violations.push(`wreck ${wrecks} has ${wreck.ends.length} commits in its log`);
      judged += wreck.recorded.acknowledged.length;
      const blows = blowsOn(wreck);
      // Opening and closing a relay is mostly waiting.
      for (let first = 0; first < blows.length; first += atOnce) {
        const some = blows.slice(first, first + atOnce);
        const found = await Promise.all(some.map((blow) => strike(wreck, blow, random)));
        violations.push(...found.flat());
      }
    }
    const row = { fault: 'WAL tail damaged', hits: kinds.length, wanted: rounds, kills: wrecks, judged };
    return { rows: [{ ...row, ends: tallyOf(kinds) }], violations };
  },
};
