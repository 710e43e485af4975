import { createDatabase } from '@shopbell-test/postgres';
import { expect, test } from 'vitest';
import { join } from 'node:path';
import { openCommandLine } from '../../test/command-line.ts';
import { openSqliteStore } from '../store/sqlite/open.ts';

test('migrate brings a database up to date, once, and says where it is without its password', async () => {
  await using database = await createDatabase();
  const url = database.url.replace('postgres@', 'postgres:hunter2@');
  await using line = await openCommandLine({ DATABASE_URL: url });
  const first = await line.run('migrate');
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(first.out).toMatch(/test_\w+ was brought from schema 0 to [1-9]\d*\./);
  expect(first.out).not.toContain('hunter2');
  expect((await line.run('migrate')).out).toMatch(/is up to date \(schema \d+\)\./);
});

test('migrate brings a file up to date, and leaves one that a relay has alone', async () => {
  await using line = await openCommandLine();
  expect((await line.run('migrate')).out).toMatch(/was brought from schema 0 to [1-9]\d*\./);
  expect((await line.run('migrate', '--json')).out).toMatch(/"from":(\d+),"to":\1}/);
  const store = await openSqliteStore({ file: join(line.folder, 'data', 'shopbell.db') });
  const refused = await line.run('migrate');
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.err).toContain('Another relay is writing');
  await store.close();
});

test('shops, people and keys are seen to on PostgreSQL as on a file', async () => {
  await using database = await createDatabase();
  await using line = await openCommandLine({ DATABASE_URL: `${database.url}?fsync=off` });
  expect(await line.run('shop', 'add', 'demo', '--origin', 'https://shop.example')).toMatchObject({
    code: 0,
  });
  expect((await line.run('key', 'create', '--name', 'Helper')).out).toMatch(/sbk_/);
  expect(await line.run('verify')).toMatchObject({ code: 0 });
  const backup = await line.run('backup', 'copy.db');
  expect(backup).toMatchObject({ code: 2 });
  expect(backup.err).toMatch(/pg_dump.*copy --to file:/s);
});
