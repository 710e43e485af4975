import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { HotTable, OpenGround } from '../../../test/store-contract/ground.ts';
import { storeContract } from '../../../test/store-contract.ts';
import { openSqliteStore } from './open.ts';

/** The column of each table that the poison is looked for in. */
const poisoned: Record<HotTable, { column: string; on: string }> = {
  entries: { column: 'data', on: 'INSERT' },
  nonces: { column: 'nonce', on: 'INSERT' },
  conversations: { column: 'preview', on: 'UPDATE' },
  actions: { column: 'title', on: 'INSERT' },
};

const openOnDisk: OpenGround = async (now) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'shopbell-store-'));
  const file = path.join(folder, 'shopbell.db');
  let store = await openSqliteStore({ file, now });
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
      store = await openSqliteStore({ file, now });
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

storeContract('SQLite', openOnDisk);
