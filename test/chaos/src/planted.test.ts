import { copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { seeded, startRelay, temporaryFolder, withoutLimits } from '@shopbell-test/kit';
import { openStore, type Store } from '@shopbell/server';
import { describe, expect, test } from 'vitest';
import { openCrowd } from './crowd/crowd.ts';
import { commitEnds, damaged, damages, placeInTail } from './days/wal.ts';
import { judgeDamaged, makeWreck, placesAt } from './days/wal-tails.ts';

type Page = NonNullable<Awaited<ReturnType<Store['entries']>>>;
type Entry = Page['entries'][number];

const seqOf = (entry: Entry): number => (JSON.parse(entry) as { seq: number }).seq;

/** A relay that stores well and reads out wrong; the verdict on it, by kinds. */
const verdictOn = async (alter: (entries: readonly Entry[]) => readonly Entry[]): Promise<string[]> => {
  using folder = temporaryFolder();
  const store = await openStore(folder.database);
  const liar: Store = {
    ...store,
    entries: async (reader, asked) => {
      const page = await store.entries(reader, asked);
      return page && { ...page, entries: [...alter(page.entries)] };
    },
  };
  await using relay = await startRelay({ store: liar, limits: withoutLimits });
  await using crowd = await openCrowd(relay, { customers: 2, betweenMs: 5 });
  await crowd.moreAcknowledged(20);
  const { violations } = await crowd.judge();
  return [...new Set(violations.map((violation) => violation.split(':')[0] ?? ''))].toSorted();
};

describe('the verdict on a crowd', () => {
  test('is clean where nothing is wrong', async () => {
    expect(await verdictOn((entries) => entries)).toEqual([]);
  });

  test('names what is lost', async () => {
    const kinds = await verdictOn((entries) => entries.filter((entry) => seqOf(entry) !== 5));
    expect(kinds).toContain('lost');
    expect(kinds).toContain('gap');
  });

  test('names what is doubled', async () => {
    expect(
      await verdictOn((entries) => entries.flatMap((each) => (seqOf(each) === 5 ? [each, each] : [each]))),
    ).toContain('doubled');
  });
});

describe('the verdict on a damaged log', () => {
  test(
    'is clean where the floor is right, and names as lost what is below it',
    { timeout: 120_000 },
    async () => {
      using folder = temporaryFolder();
      const random = seeded('planted');
      const wreck = await makeWreck(folder.path, random);
      const [end, deeper] = [wreck.ends.at(-1) ?? 0, wreck.ends.at(-4) ?? 0];
      const judgeCutAt = async (bytes: number): Promise<string[]> => {
        using copy = temporaryFolder();
        const file = join(copy.path, 'shopbell.db');
        copyFileSync(wreck.file, file);
        writeFileSync(`${file}-wal`, wreck.log.subarray(0, bytes));
        return await judgeDamaged(wreck, file, placesAt(wreck, end, folder.path));
      };
      expect(await judgeCutAt(end)).toEqual([]);
      expect((await judgeCutAt(deeper)).filter((what) => what.startsWith('lost'))).not.toEqual([]);
    },
  );

  test(
    'finds the commits of a log as SQLite does, up to the damage and no further',
    { timeout: 120_000 },
    async () => {
      using folder = temporaryFolder();
      const random = seeded('planted, log');
      const { log, ends, from } = await makeWreck(folder.path, random);
      expect(ends.length).toBeGreaterThan(10);
      for (const kind of damages) {
        const at = placeInTail(ends, from, random);
        const left = commitEnds(damaged(log, { kind, at }, random));
        const whole = ends.filter((each) => each <= at);
        expect(left.slice(0, whole.length)).toEqual(whole);
      }
    },
  );
});
