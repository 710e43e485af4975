import { createDatabase } from '@shopbell-test/postgres';
import { expect, test } from 'vitest';
import { openCommandLine } from '../../test/command-line.ts';

test('migrate brings a database up to date, once, and says where it is without its password', async () => {
  await using database = await createDatabase();
  const url = database.url.replace('postgres@', 'postgres:hunter2@');
  await using line = await openCommandLine({ DATABASE_URL: url });
  const first = await line.run('migrate');
  expect(first).toMatchObject({ code: 0, err: '' });
  expect(first.out).toMatch(/test_\w+ was brought up to date \(\d+ steps\)/);
  expect(first.out).not.toContain('hunter2');
  expect((await line.run('migrate')).out).toContain('is up to date.');
});

test('shops, people and keys are seen to on PostgreSQL as on a file', async () => {
  await using database = await createDatabase();
  await using line = await openCommandLine({ DATABASE_URL: `${database.url}?fsync=off` });
  expect(await line.run('shop', 'add', 'demo', '--origin', 'https://shop.example')).toMatchObject({
    code: 0,
  });
  expect((await line.run('key', 'create', '--name', 'Helper')).out).toMatch(/sbk_/);
  expect(await line.run('verify')).toMatchObject({ code: 0 });
  expect(await line.run('backup', 'copy.db')).toMatchObject({ code: 2 });
});
