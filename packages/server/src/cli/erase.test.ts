import { join } from 'node:path';
import { createDatabase } from '@shopbell-test/postgres';
import { expect, test, vi } from 'vitest';
import { openCommandLine } from '../../test/command-line.ts';
import { addShop, begin, readAll, staffOf } from '../../test/store-contract/ground.ts';
import { openDatabase } from '../database.ts';
import { openSqliteStore } from '../store/sqlite/open.ts';
import type { Store } from '../store/store.ts';

vi.setConfig({ testTimeout: 60_000 });

const fill = async (store: Store) => {
  await addShop(store, 'demo');
  const one = await begin(store);
  const other = await begin(store);
  await store.close();
  return { one, other };
};
const typesOf = async (store: Store, id: `cnv_${string}`): Promise<string[]> =>
  (await readAll(store, staffOf('demo'), id)).map(({ type }) => type);

test('R47 erase does it beside a relay, which has the file, and waits until it is done', async () => {
  await using line = await openCommandLine();
  const file = join(line.folder, 'data', 'shopbell.db');
  const { one, other } = await fill(await openSqliteStore({ file }));
  await line.serve();
  const done = await line.run('erase', '--shopper', one.shopper.id, '--json');
  expect(done).toMatchObject({ code: 0, err: '' });
  expect(JSON.parse(done.out)).toEqual({ erased: one.shopper.id, entries: 2 });
  const store = await openSqliteStore({ file, role: 'visitor' });
  expect(await typesOf(store, one.id)).toEqual(['erased', 'erased']);
  expect(await typesOf(store, other.id)).toEqual(['message']);
  await store.close();
  expect(await line.run('verify')).toMatchObject({ code: 0 });
});

test('erase does it by itself where no relay has the file, and on PostgreSQL', async () => {
  await using database = await createDatabase();
  for (const databaseUrl of [undefined, `${database.url}?fsync=off`]) {
    await using line = await openCommandLine(databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl });
    const url = databaseUrl ?? `file:${join(line.folder, 'data', 'shopbell.db')}`;
    const { one } = await fill(await openDatabase(url, 'relay'));
    const done = await line.run('erase', '--conversation', one.id);
    expect(done).toMatchObject({ code: 0, err: '' });
    expect(done.out).toContain(`${one.id} is erased: 2 entries.`);
    const store = await openDatabase(url, 'visitor');
    expect(await typesOf(store, one.id)).toEqual(['erased', 'erased']);
    await store.close();
  }
});

test('erase says what is missing, and whom there is not', async () => {
  await using line = await openCommandLine();
  await fill(await openSqliteStore({ file: join(line.folder, 'data', 'shopbell.db') }));
  for (const flags of [
    [],
    ['--shopper', 'nobody'],
    ['--shopper', 'shp_12345678', '--conversation', 'cnv_12345678'],
  ])
    expect(await line.run('erase', ...flags)).toMatchObject({ code: 2 });
  const nobody = await line.run('erase', '--shopper', 'shp_1234567890');
  expect(nobody).toMatchObject({ code: 1 });
  expect(nobody.err).toContain('There is no shp_1234567890');
});
