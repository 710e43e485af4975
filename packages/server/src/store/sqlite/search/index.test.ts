import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { add, addShop, begin, newNonce, say } from '../../../../test/store-contract/ground.ts';
import type { Store } from '../../store.ts';
import { openSqliteStore } from '../open.ts';
import { openThreadedStore } from '../threaded.ts';
import { openIndexBeside } from './beside.ts';
import { createPace } from '../../search/pace.ts';

const inFolder = () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'shopbell-search-'));
  return {
    folder,
    file: path.join(folder, 'shopbell.db'),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
};
const filled = async (file: string, texts: readonly string[]) => {
  const store = await openSqliteStore({ file });
  await addShop(store, 'demo');
  const { id, shopper } = await begin(store);
  const append = (text: string) => ({
    shop: 'demo',
    conversation: id,
    by: shopper,
    nonce: newNonce(),
    drafts: [say(text)] as const,
  });
  await store.append(texts.map(append));
  return { store, id, shopper };
};
const count = (beside: ReturnType<typeof openIndexBeside>, query: string): number => {
  beside.catchUp();
  return beside.find('demo', { query, limit: 50 }).found.flatMap(({ matches }) => matches).length;
};
const inFiles = (folder: string, words: string): string[] =>
  readdirSync(folder).filter((name) => readFileSync(path.join(folder, name)).includes(words));

test('an index that is damaged, of another version or gone is made again', async () => {
  using at = inFolder();
  const { store } = await filled(at.file, ['a teapot']);
  const open = () => openIndexBeside(at.file);
  const tryIt = (): void => {
    const beside = open();
    expect(count(beside, 'teapot')).toBe(1);
    beside.close();
  };
  tryIt();
  writeFileSync(`${at.file}-search`, 'this is no database'.repeat(1_000));
  tryIt();
  const older = new DatabaseSync(`${at.file}-search`);
  older.exec('PRAGMA user_version = 99');
  older.close();
  tryIt();
  for (const name of readdirSync(at.folder)) if (name.includes('-search')) rmSync(path.join(at.folder, name));
  tryIt();
  await store.close();
});

test('an index that has gone further than a database put back is made again', async () => {
  using at = inFolder();
  const { store, id, shopper } = await filled(at.file, ['kept teapot']);
  await store.close();
  copyFileSync(at.file, `${at.file}.copy`);
  const later = await openSqliteStore({ file: at.file });
  await add(later, { id, by: shopper, draft: say('lost teapot') });
  const before = openIndexBeside(at.file);
  expect(count(before, 'teapot')).toBe(2);
  before.close();
  await later.close();
  copyFileSync(`${at.file}.copy`, at.file);
  for (const suffix of ['-wal', '-shm']) rmSync(at.file + suffix, { force: true });
  const again = await openSqliteStore({ file: at.file });
  await add(again, { id, by: shopper, draft: say('other kettle') });
  const after = openIndexBeside(at.file);
  expect(count(after, 'lost')).toBe(0);
  expect(count(after, 'kettle')).toBe(1);
  expect(count(after, 'teapot')).toBe(1);
  after.close();
  await again.close();
});

test('what is erased or removed is found no more, and its words stand in no file of the index', async () => {
  using at = inFolder();
  const { store } = await filled(at.file, ['a zanzibarian teapot', 'a second teapot', 'a mozambican teapot']);
  const beside = openIndexBeside(at.file);
  expect(count(beside, 'teapot')).toBe(3);
  const writer = new DatabaseSync(at.file);
  writer.exec(`UPDATE entries SET data = '{}', digest = x'00' WHERE data LIKE '%zanzibarian%';
    DELETE FROM entries WHERE data LIKE '%mozambican%'`);
  writer.close();
  expect(count(beside, 'teapot')).toBe(1);
  expect(count(beside, 'zanzibarian')).toBe(0);
  const ofIndex = (words: string) => inFiles(at.folder, words).filter((name) => name.includes('-search'));
  expect(ofIndex('second')).not.toEqual([]);
  for (const word of ['zanzib', 'mozamb']) expect(ofIndex(word)).toEqual([]);
  beside.close();
  await store.close();
});

test('a key that is given again after the last entries were removed is indexed again', async () => {
  using at = inFolder();
  const { store, id, shopper } = await filled(at.file, ['first teapot', 'second teapot']);
  const beside = openIndexBeside(at.file);
  expect(count(beside, 'teapot')).toBe(2);
  await store.close();
  const writer = new DatabaseSync(at.file);
  writer.exec(`DELETE FROM nonces WHERE entry = (SELECT MAX(key) FROM entries);
    UPDATE conversations SET last_entry = (SELECT previous FROM entries WHERE key = last_entry), last_seq = last_seq - 1,
      last_public_seq = last_public_seq - 1;
    DELETE FROM entries WHERE key = (SELECT MAX(key) FROM entries)`);
  writer.close();
  const again = await openSqliteStore({ file: at.file });
  await add(again, { id, by: shopper, draft: say('third teapot') });
  expect(count(beside, 'third')).toBe(1);
  expect(count(beside, 'second')).toBe(0);
  beside.close();
  await again.close();
});

test('a rare word beside one that is everywhere, and a rare beginning among common ones, are found', async () => {
  using at = inFolder();
  const texts = Array.from(
    { length: 3_000 },
    (_, index) => `order bestand${index % 7} ${index === 5 ? 'bestzeit' : ''}`,
  );
  const { store } = await filled(at.file, texts);
  const beside = openIndexBeside(at.file);
  expect(count(beside, 'bestzeit order ')).toBe(1);
  expect(count(beside, 'order bestz')).toBe(1);
  expect(count(beside, 'order bestzeiten')).toBe(0);
  const page = beside.find('demo', { query: 'bestand6 bestand5', limit: 5 });
  expect(page.found).toEqual([]);
  beside.close();
  await store.close();
});

test('the thread indexes what was there before it, and a thread that is lost is started again', async () => {
  using at = inFolder();
  const { store: first } = await filled(at.file, ['a teapot from before']);
  await first.close();
  const store: Store = await openThreadedStore({ file: at.file });
  await expect
    .poll(async () => (await store.search('demo', { query: 'before', limit: 5 })).found.length, {
      timeout: 5_000,
    })
    .toBe(1);
  expect(existsSync(`${at.file}-search`)).toBe(true);
  await store.close();
  await expect(store.search('demo', { query: 'before', limit: 5 })).rejects.toMatchObject({
    code: 'unavailable',
  });
});

test('where entries come by the thousand, indexing takes a twentieth of the time, else half, and rests when it is done', () => {
  const pace = createPace({ idleMs: 250, busy: 19, free: 1 });
  const step = { isDone: false, tookMs: 10 };
  expect(pace({ ...step, latest: 0, now: 0 })).toBe(10);
  expect(pace({ ...step, latest: 100, now: 1_000 })).toBe(10);
  expect(pace({ ...step, latest: 5_100, now: 2_000 })).toBe(190);
  expect(pace({ isDone: true, tookMs: 1, latest: 5_100, now: 3_000 })).toBe(250);
});
