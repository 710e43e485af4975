import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Ground, HotTable, OpenGround } from '../../../test/store-contract/ground.ts';
import { storeContract } from '../../../test/store-contract.ts';
import type { Store } from '../store.ts';
import { openSqliteStore } from './open.ts';
import { openThreadedStore } from './threaded.ts';

/** The column of each table that the poison is looked for in. */
const poisoned: Record<HotTable, { column: string; on: string }> = {
  entries: { column: 'data', on: 'INSERT' },
  nonces: { column: 'nonce', on: 'INSERT' },
  conversations: { column: 'preview', on: 'UPDATE' },
  actions: { column: 'title', on: 'INSERT' },
};

const openOnDisk = async (openStore: (file: string) => Promise<Store>): Promise<Ground> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'shopbell-store-'));
  const file = path.join(folder, 'shopbell.db');
  let store = await openStore(file);
  const beside = (sql: string): void => {
    const database = new DatabaseSync(file);
    database.exec(sql);
    database.close();
  };
  return {
    get store() {
      return store;
    },
    reopen: async () => {
      await store.close();
      store = await openStore(file);
    },
    poison: async (table) => {
      const { column, on } = poisoned[table];
      beside(`CREATE TRIGGER poison BEFORE ${on} ON ${table} WHEN NEW.${column} LIKE '%poison%'
        BEGIN SELECT RAISE(ABORT, 'poisoned'); END`);
    },
    heal: async () => beside('DROP TRIGGER poison'),
    [Symbol.asyncDispose]: async () => {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

const onDisk: OpenGround = (now) => openOnDisk((file) => openSqliteStore({ file, now }));

storeContract('SQLite', onDisk);
// A clock does not cross into the thread: what is told a time of its own has the store beside it.
storeContract('SQLite in its thread', (now) =>
  now === Date.now ? openOnDisk((file) => openThreadedStore({ file })) : onDisk(now),
);
