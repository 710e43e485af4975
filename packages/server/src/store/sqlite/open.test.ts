import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { addShop, add, anna, begin, newNonce, say } from '../../../test/store-contract/ground.ts';
import { assertDurable, configure, connect } from './connection.ts';
import { migrate, migrations } from './migrations.ts';
import { openSqliteStore } from './open.ts';
import { createSqliteStore } from './store.ts';

const temporaryFile = () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'shopbell-open-'));
  const file = path.join(folder, 'data', 'shopbell.db');
  return { file, folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
};
const refusal = async (opening: Promise<unknown>): Promise<Error & { code?: string }> =>
  opening.then(
    () => new Error('it was opened'),
    (error: Error) => error,
  );
const pragmaOf = (database: DatabaseSync, name: string) =>
  Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];

describe('durability', () => {
  test('R1 is set: a connection that had it off commits to the disk once it is configured', () => {
    using at = temporaryFile();
    mkdirSync(path.dirname(at.file));
    const database = new DatabaseSync(at.file);
    database.exec('PRAGMA synchronous = OFF; PRAGMA secure_delete = OFF; PRAGMA foreign_keys = OFF');
    configure(database);
    expect(pragmaOf(database, 'synchronous')).toBe(2);
    expect(pragmaOf(database, 'journal_mode')).toBe('wal');
    expect(pragmaOf(database, 'secure_delete')).toBe(1);
    expect(pragmaOf(database, 'foreign_keys')).toBe(1);
    expect(() => assertDurable(database, false)).not.toThrow();
    database.close();
  });

  test.each(['synchronous = OFF', 'synchronous = NORMAL', 'journal_mode = DELETE'])(
    'R1 is asserted after the first write: with %s the append is refused',
    async (pragma) => {
      using at = temporaryFile();
      mkdirSync(path.dirname(at.file));
      const connection = connect(at.file);
      migrate(connection.database);
      const parts = { connection, lock: null, isVisitor: false, isInMemory: false, now: Date.now };
      const store = createSqliteStore(parts);
      connection.database.exec(`PRAGMA ${pragma}`);
      await addShop(store, 'demo');
      await expect(begin(store)).rejects.toThrow('would not be durable');
      await expect(store.assertDurable()).rejects.toMatchObject({ code: 'unavailable' });
      await store.close();
    },
  );
});

describe('the writer’s lock', () => {
  test('refuses a second relay on the same file with a sentence that says what to do', async () => {
    using at = temporaryFile();
    const store = await openSqliteStore({ file: at.file });
    const second = await refusal(openSqliteStore({ file: at.file }));
    expect(second).toMatchObject({ code: 'unavailable' });
    expect(second.message).toContain('Another relay is writing');
    expect(second.message).toContain('DATABASE_URL=file:');
    await store.close();
    await (await openSqliteStore({ file: at.file })).close();
  });

  test('lets a visitor in beside the relay, to people but not to conversations', async () => {
    using at = temporaryFile();
    const relay = await openSqliteStore({ file: at.file });
    await addShop(relay, 'demo');
    const { id } = await begin(relay);
    const visitor = await openSqliteStore({ file: at.file, role: 'visitor' });
    await addShop(visitor, 'visited');
    expect(await relay.shop('visited')).toMatchObject({ id: 'visited' });
    await expect(add(visitor, { id, by: anna, draft: say('no') })).rejects.toMatchObject({
      code: 'unavailable',
    });
    await visitor.close();
    expect(await add(relay, { id, by: anna, draft: say('yes') })).toMatchObject({ ok: true });
    await relay.close();
  });

  test('is not kept by a visitor: the relay can start while one is there', async () => {
    using at = temporaryFile();
    const visitor = await openSqliteStore({ file: at.file, role: 'visitor' });
    const relay = await openSqliteStore({ file: at.file });
    await addShop(relay, 'demo');
    expect(await visitor.shop('demo')).toMatchObject({ id: 'demo' });
    await relay.close();
    await visitor.close();
  });
});

describe('a file that cannot be used', () => {
  test.each([
    ['below a file', (folder: string) => path.join(folder, 'taken', 'deep', 'shopbell.db')],
    ['in a folder that is a file', (folder: string) => path.join(folder, 'taken', 'shopbell.db')],
    ['where nothing can be made', () => '/proc/shopbell/data/shopbell.db'],
    ['that is a folder', (folder: string) => path.join(folder, 'folder')],
    ['that is no database', (folder: string) => path.join(folder, 'text')],
  ])('%s is refused, with its name and what to do', async (_, place) => {
    using at = temporaryFile();
    writeFileSync(path.join(at.folder, 'taken'), '');
    writeFileSync(
      path.join(at.folder, 'text'),
      'not a database at all, but long enough to be looked at'.repeat(9),
    );
    mkdirSync(path.join(at.folder, 'folder'));
    const file = place(at.folder);
    const refused = await refusal(openSqliteStore({ file }));
    expect(refused).toMatchObject({ code: 'unavailable' });
    expect(refused.message).toContain(file);
    expect(refused.message).toContain('DATABASE_URL=file:');
  });
});

describe('migrations', () => {
  test('are run once, and refuse a database that a newer relay has changed', async () => {
    using at = temporaryFile();
    await (await openSqliteStore({ file: at.file })).close();
    const database = new DatabaseSync(at.file);
    expect(pragmaOf(database, 'user_version')).toBe(migrations.length);
    database.exec(`PRAGMA user_version = ${migrations.length + 1}`);
    database.close();
    const refused = await refusal(openSqliteStore({ file: at.file }));
    expect(refused.message).toContain('newer version');
    // The lock was given back: with the version put right, the file opens.
    const mended = new DatabaseSync(at.file);
    mended.exec(`PRAGMA user_version = ${migrations.length}`);
    mended.close();
    await (await openSqliteStore({ file: at.file })).close();
  });

  test('are whole or not at all', () => {
    const database = new DatabaseSync(':memory:');
    const broken = [...migrations, { name: 'broken', sql: 'CREATE TABLE half (a); CREATE TABLE half (a)' }];
    expect(() => migrate(database, broken)).toThrow('half');
    expect(pragmaOf(database, 'user_version')).toBe(migrations.length);
    expect(database.prepare(`SELECT count(*) AS n FROM sqlite_schema WHERE name = 'half'`).get()).toEqual({
      n: 0,
    });
    migrate(database);
    database.close();
  });
});

describe('an engine that fails', () => {
  test('for want of space is unavailable, reads go on, and it heals by itself', async () => {
    const connection = connect(':memory:');
    migrate(connection.database);
    const parts = { connection, lock: null, isVisitor: false, isInMemory: true, now: Date.now };
    const store = createSqliteStore(parts);
    await addShop(store, 'demo');
    const { id } = await begin(store);
    const pages = Number(pragmaOf(connection.database, 'page_count'));
    connection.database.exec(`PRAGMA max_page_count = ${pages}`);
    const large = () => add(store, { id, by: anna, draft: say('x'.repeat(60_000)) });
    const refused = await refusal(large());
    expect(refused).toMatchObject({ code: 'unavailable' });
    expect(refused.message).toContain('full');
    expect(await store.state(id)).toMatchObject({ lastSeq: 1 });
    expect(await store.conversation('demo', id)).toMatchObject({ lastSeq: 1 });
    connection.database.exec('PRAGMA max_page_count = 100000');
    expect(await large()).toMatchObject({ ok: true, entry: { seq: 2 } });
    await store.close();
  });

  test('because another holds the database is unavailable, and heals by itself', async () => {
    using at = temporaryFile();
    const store = await openSqliteStore({ file: at.file });
    await addShop(store, 'demo');
    const { id } = await begin(store);
    const other = new DatabaseSync(at.file);
    other.exec('BEGIN IMMEDIATE');
    const refused = await refusal(add(store, { id, by: anna, draft: say('busy') }));
    expect(refused).toMatchObject({ code: 'unavailable' });
    other.exec('ROLLBACK');
    other.close();
    expect(await add(store, { id, by: anna, draft: say('free') })).toMatchObject({
      ok: true,
      entry: { seq: 2 },
    });
    await store.close();
  });
});

const writer = fileURLToPath(new URL('../../../test/store-contract/writer.ts', import.meta.url));

/** A process that appends without end and prints what was acknowledged, killed in the middle of it. */
const writeAndKill = async (file: string, acknowledged: number): Promise<string[]> => {
  const child = spawn(process.execPath, ['--conditions=source', writer, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const nonces: string[] = [];
  for await (const nonce of createInterface({ input: child.stdout })) {
    nonces.push(nonce);
    if (nonces.length === acknowledged) child.kill('SIGKILL');
  }
  await exited;
  return nonces;
};

test('R1 after kill -9 everything acknowledged is there, once and without a hole, and no stale lock is', async () => {
  using at = temporaryFile();
  const acknowledged: string[] = [];
  for (const count of [40, 300, 5]) acknowledged.push(...(await writeAndKill(at.file, count)));
  const store = await openSqliteStore({ file: at.file });
  const { conversations } = await store.conversations('demo', { limit: 200 });
  const stored = [];
  for (const { id } of conversations) {
    const page = await store.entries(
      { side: 'staff', shop: 'demo' },
      { conversation: id, after: 0, limit: 100_000 },
    );
    const entries = page?.entries.map((wire) => JSON.parse(wire) as { seq: number; nonce: string }) ?? [];
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, i) => i + 1));
    // The first of each conversation is the test’s beginning of it.
    stored.push(...entries.slice(1).map(({ nonce }) => nonce));
  }
  expect(new Set(stored).size).toBe(stored.length);
  const isStored = new Set(stored);
  expect(acknowledged.filter((nonce) => !isStored.has(nonce))).toEqual([]);
  expect(acknowledged.length).toBeGreaterThanOrEqual(345);
  await store.close();
}, 30_000);

test('what is deleted does not stay in the file', async () => {
  using at = temporaryFile();
  const store = await openSqliteStore({ file: at.file });
  await addShop(store, 'demo');
  const { id } = await begin(store);
  await add(store, { id, by: anna, nonce: newNonce(), draft: say('canary-canary-canary') });
  await store.close();
  const database = new DatabaseSync(at.file);
  configure(database);
  database.exec('DELETE FROM entries; PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
  expect(readFileSync(at.file).includes('canary-canary-canary')).toBe(false);
});
