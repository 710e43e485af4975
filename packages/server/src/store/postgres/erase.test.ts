import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { startPostgres } from '@shopbell-test/postgres';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { eraseCanaries, fillWithCanaries } from '../../../test/canaries.ts';
import { addShop } from '../../../test/store-contract/ground.ts';
import { openPostgresStore } from './open.ts';

/** The files below a folder that have the word in one of their bytes. */
const filesWith = (folder: string, word: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => readFileSync(file).includes(word));

const tablesSql = `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'`;

/** The tables with the word in one of their rows. */
const tablesWith = async (client: Client, word: string): Promise<string[]> => {
  const { rows } = await client.query<{ name: string }>(tablesSql);
  const found: string[] = [];
  for (const { name } of rows) {
    const text = `SELECT count(*)::int AS n FROM ${name} t WHERE t::text LIKE '%${word}%'`;
    const { rows: counted } = await client.query<{ n: number }>(text);
    if ((counted[0]?.n ?? 0) > 0) found.push(name);
  }
  return found;
};

test('R47 what is erased is in no row; in no byte of the tables once they were rewritten; the server’s log has it still', async () => {
  await using server = await startPostgres();
  const store = await openPostgresStore({ url: server.url });
  const client = new Client({ connectionString: server.url });
  await client.connect();
  try {
    await addShop(store, 'demo');
    const filled = await fillWithCanaries(store);
    await client.query('CHECKPOINT');
    expect((await tablesWith(client, filled.word)).length).toBeGreaterThan(5);
    expect(filesWith(path.join(server.folder, 'base'), filled.word)).not.toEqual([]);

    await eraseCanaries(store, filled);
    expect(await tablesWith(client, filled.word)).toEqual([]);
    await client.query('VACUUM FULL');
    await client.query('CHECKPOINT');
    expect(filesWith(path.join(server.folder, 'base'), filled.word)).toEqual([]);
    expect(filesWith(path.join(server.folder, 'pg_wal'), filled.word)).not.toEqual([]);
  } finally {
    await client.end();
    await store.close();
  }
}, 60_000);
