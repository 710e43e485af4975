import { createDatabase } from '@shopbell-test/postgres';
import { expect, test } from 'vitest';
import { add, addShop, begin, say } from '../../../../test/store-contract/ground.ts';
import type { Store } from '../../store.ts';
import { openPostgresStore } from '../open.ts';
import { search } from './schema.ts';
import { newestBelow } from './terms.ts';

const open = (url: string) => openPostgresStore({ url, isFsyncOffAccepted: true });
const setUp = async () => {
  const database = await createDatabase();
  const store = await open(database.url);
  await addShop(store, 'demo');
  return {
    database,
    store,
    [Symbol.asyncDispose]: async () => {
      await store.close();
      await database[Symbol.asyncDispose]();
    },
  };
};
const matches = async (store: Store, query: string): Promise<number> => {
  await store.searchable();
  const { found } = await store.search('demo', { query, limit: 50 });
  return found.flatMap((each) => each.matches).length;
};

test('what is erased or removed is found no more from that commit on', async () => {
  await using ground = await setUp();
  const { store, database } = ground;
  const { id, shopper } = await begin(store);
  for (const text of ['a first teapot', 'a second teapot', 'a third teapot'])
    await add(store, { id, by: shopper, draft: say(text) });
  expect(await matches(store, 'teapot')).toBe(3);
  await database.query(`UPDATE entries SET data = '{}', digest = '\\x00' WHERE data LIKE '%second%'`);
  expect((await store.search('demo', { query: 'second', limit: 5 })).found).toEqual([]);
  await database.query(`DELETE FROM entries WHERE data LIKE '%third%'`);
  expect((await store.search('demo', { query: 'third', limit: 5 })).found).toEqual([]);
  expect(await matches(store, 'teapot')).toBe(1);
  expect(await database.query('SELECT count(*)::int AS count FROM search')).toEqual([{ count: 2 }]);
});

test('a conversation longer than one step, and two relays that index at once, leave nothing out and nothing twice', async () => {
  await using ground = await setUp();
  const { store, database } = ground;
  const beside = await open(database.url);
  const { id, shopper } = await begin(store);
  const append = (index: number) => ({
    shop: 'demo',
    conversation: id,
    by: shopper,
    nonce: `many_${String(index).padStart(8, '0')}`,
    drafts: [say(`teapot number${index}`)] as const,
  });
  await store.append(Array.from({ length: 900 }, (_, index) => append(index)));
  await Promise.all([store.searchable(), beside.searchable()]);
  expect(await database.query('SELECT count(*)::int AS count FROM search')).toEqual([{ count: 901 }]);
  await store.claim('demo', shopper.id, { name: 'Ada Lovelace' });
  await beside.searchable();
  for (const index of [0, 450, 899])
    expect((await beside.search('demo', { query: `lovelace number${index} `, limit: 5 })).found).toHaveLength(
      1,
    );
  await beside.close();
});

test('what was stored before there was an index is taken into it', async () => {
  await using database = await createDatabase();
  const before = await open(database.url);
  await addShop(before, 'demo');
  const { id, shopper } = await begin(before);
  await add(before, { id, by: shopper, draft: say('an old teapot') });
  await before.close();
  await database.query(`DROP TABLE search, search_shops, search_waiting CASCADE; DROP SEQUENCE search_keys;
    DROP FUNCTION search_added, search_changed, search_renamed, search_moved CASCADE`);
  await database.query(search);
  const after = await open(database.url);
  expect(await matches(after, 'old')).toBe(1);
  await after.close();
});

test('the newest stretches reach over at least one of their size', () => {
  for (const below of [1, 2, 16_384, 16_385, 40_000, 1_000_000]) {
    const { from } = newestBelow(below, 'a');
    expect(from <= 0 || below - from > 16_384).toBe(true);
    expect(from).toBeLessThan(below);
  }
});
