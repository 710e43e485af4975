import { createDatabase } from '@shopbell-test/postgres';
import type { HotTable, OpenGround } from '../../../test/store-contract/ground.ts';
import { storeContract } from '../../../test/store-contract.ts';
import { openPostgresStore } from './open.ts';

/** The column of each table that the poison is looked for in. */
const poisoned: Record<HotTable, { column: string; on: string }> = {
  entries: { column: 'data', on: 'INSERT' },
  nonces: { column: 'nonce', on: 'INSERT' },
  conversations: { column: 'preview', on: 'UPDATE' },
  actions: { column: 'title', on: 'INSERT' },
};

const openInDatabase: OpenGround = async (now) => {
  const database = await createDatabase();
  const open = () => openPostgresStore({ url: database.url, now, isFsyncOffAccepted: true });
  let store = await open();
  let healing = '';
  return {
    get store() {
      return store;
    },
    reopen: async () => {
      await store.close();
      store = await open();
    },
    poison: async (table) => {
      const { column, on } = poisoned[table];
      healing = `DROP TRIGGER poison ON ${table}; DROP FUNCTION poison()`;
      await database.query(`CREATE FUNCTION poison() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'poisoned'; END $$;
        CREATE TRIGGER poison BEFORE ${on} ON ${table} FOR EACH ROW WHEN (NEW.${column} LIKE '%poison%')
        EXECUTE FUNCTION poison()`);
    },
    heal: async () => void (await database.query(healing)),
    [Symbol.asyncDispose]: async () => {
      await store.close();
      await database[Symbol.asyncDispose]();
    },
  };
};

storeContract('PostgreSQL', openInDatabase);
