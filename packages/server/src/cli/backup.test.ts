import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test, vi } from 'vitest';
import { openCommandLine } from '../../test/command-line.ts';
import { add, addShop, anna, begin, say } from '../../test/store-contract/ground.ts';
import { verifyChains } from '../log/verify.ts';
import { openSqliteStore } from '../store/sqlite/open.ts';
import { openThreadedStore } from '../store/sqlite/threaded.ts';

vi.setConfig({ testTimeout: 60_000 });

const entriesIn = async (file: string): Promise<number> => {
  const store = await openSqliteStore({ file, role: 'visitor' });
  const { entries } = await verifyChains(store);
  await store.close();
  return entries;
};

test('a backup taken beside a relay that writes is one moment of it, whole and with its chains', async () => {
  await using line = await openCommandLine();
  const file = join(line.folder, 'data', 'shopbell.db');
  const store = await openThreadedStore({ file });
  await addShop(store, 'demo');
  const { id } = await begin(store);
  const stop = new AbortController();
  let written = 1;
  const writing = (async () => {
    while (!stop.signal.aborted) {
      const result = await add(store, { id, by: anna, draft: say(`one more ${written}`) });
      if (result.ok) written += 1;
    }
  })();
  await vi.waitFor(() => expect(written).toBeGreaterThan(50));
  const before = written;
  const copy = join(line.folder, 'copy.db');
  const done = await line.process('backup', copy, '--json');
  stop.abort();
  await writing;
  await store.close();
  expect(done.err).toBe('');
  const { entries, bytes } = JSON.parse(done.out) as { entries: number; bytes: number };
  expect(entries).toBeGreaterThanOrEqual(before);
  expect(entries).toBeLessThanOrEqual(written);
  expect(bytes).toBeGreaterThan(10_000);
  expect(await entriesIn(copy)).toBe(entries);
  expect(await entriesIn(file)).toBe(written);
});

test('a restore puts the backup in place, keeps what was there, and refuses beside a relay', async () => {
  await using line = await openCommandLine();
  const file = join(line.folder, 'data', 'shopbell.db');
  const copy = join(line.folder, 'copy.db');
  const store = await openSqliteStore({ file });
  await addShop(store, 'demo');
  const { id } = await begin(store);
  expect(await line.run('backup', copy)).toMatchObject({ code: 0 });
  await add(store, { id, by: anna, draft: say('after the backup') });
  const refused = await line.run('restore', copy);
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.err).toContain('Another relay is writing');
  await store.close();

  const restored = await line.run('restore', copy, '--json');
  expect(restored).toMatchObject({ code: 0, err: '' });
  const { kept } = JSON.parse(restored.out) as { kept: string };
  expect(await entriesIn(file)).toBe(1);
  expect(await entriesIn(kept)).toBe(2);
  expect((await readdir(join(line.folder, 'data'))).filter((name) => name.includes('.part'))).toEqual([]);
});

test('neither writes over anything, nor takes a damaged or foreign file', async () => {
  await using line = await openCommandLine();
  const file = join(line.folder, 'data', 'shopbell.db');
  const copy = join(line.folder, 'copy.db');
  expect((await line.run('backup', copy)).err).toContain('no database');
  const store = await openSqliteStore({ file });
  await addShop(store, 'demo');
  await begin(store);
  await store.close();
  await line.run('backup', copy);
  expect((await line.run('backup', copy)).err).toContain('exists');
  expect((await line.run('restore', join(line.folder, 'none'))).err).toContain('no backup');

  const foreign = join(line.folder, 'foreign.db');
  const other = new DatabaseSync(foreign);
  other.exec('CREATE TABLE a (b)');
  other.close();
  expect((await line.run('restore', foreign)).err).toContain('no Shopbell database');

  const bytes = await readFile(copy);
  bytes.fill(0x5a, 4_096, 12_288);
  const damaged = join(line.folder, 'damaged.db');
  await writeFile(damaged, bytes);
  expect(await line.run('restore', damaged)).toMatchObject({ code: 1 });
  expect(await entriesIn(file)).toBe(1);
});
