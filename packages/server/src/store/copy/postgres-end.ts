import { refuse } from '@shopbell/protocol';
import type { PostgresOptions } from '../postgres/open.ts';
import { migratePostgres } from '../postgres/open.ts';
import { pinDurability } from '../postgres/durability.ts';
import { createLinks } from '../postgres/links.ts';
import { createPool, type Pool } from '../postgres/pool.ts';
import { createRunner } from '../postgres/runner.ts';
import { createSession } from '../postgres/session.ts';
import {
  beforeAll,
  type CopiedEntry,
  type CopiedNonce,
  type CopyEnd,
  type CopyTarget,
  type EntryPlace,
} from './end.ts';

/** A page may wait for a slow disk, a check for the whole of a table. */
const times = { connectMs: 5_000, statementMs: 300_000, answerMs: 310_000 };

const entriesSql = `SELECT conversation, seq, public_seq, at, author, nonce, type, data, staff_data, chain, digest
  FROM entries WHERE (conversation, seq) > ($1, $2) ORDER BY conversation, seq LIMIT $3`;
const noncesSql = `SELECT nonce, sender, conversation, seq, entries, main, body FROM nonces
  WHERE (nonce, sender) > ($1, $2) ORDER BY nonce, sender LIMIT $3`;
const lastSql = 'SELECT conversation, seq FROM entries ORDER BY conversation DESC, seq DESC LIMIT 1';
const liveSql = `SELECT count(*)::int AS n FROM relays WHERE seen_at > now() - interval '10 seconds'`;
const markSql = `SELECT to_regclass('unfinished_copy') IS NOT NULL AS is_begun`;
const fullSql = 'SELECT EXISTS (SELECT 1 FROM shops) OR EXISTS (SELECT 1 FROM conversations) AS is_full';
const finishSql = `BEGIN; DROP TABLE unfinished_copy;
  SELECT setval(pg_get_serial_sequence('conversations', 'key'), (SELECT coalesce(max(key), 0) + 1 FROM conversations), false);
  COMMIT; ANALYZE`;

const createEnd = (pool: Pool, name: string): CopyEnd => ({
  name,
  runner: createRunner(pool),
  chains: createLinks(pool),
  entries: async ({ conversation, seq }, limit) => {
    const query = { name: 'copied_entries', text: entriesSql, values: [conversation, seq, limit] };
    return (await pool.use((ask) => ask<CopiedEntry>(query))).rows;
  },
  nonces: async ({ nonce, sender }, limit) => {
    const query = { name: 'copied_nonces', text: noncesSql, values: [nonce, sender, limit] };
    return (await pool.use((ask) => ask<CopiedNonce>(query))).rows;
  },
  close: pool.close,
});

const nameOf = (url: string): string => {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
};

const refuseLive = async (pool: Pool, name: string): Promise<void> => {
  const { rows } = await pool.use((ask) => ask<{ n: number }>({ text: liveSql }));
  if ((rows[0]?.n ?? 0) === 0) return;
  throw refuse('unavailable', `A relay is running on ${name}. Stop it, and try again in ten seconds.`);
};

/** A database to copy from. Refuses (`unavailable`) one on which a relay runs; whether one came meanwhile is seen at the end. */
export const openPostgresSource = async ({ url }: Pick<PostgresOptions, 'url'>): Promise<CopyEnd> => {
  await migratePostgres(url);
  const pool = createPool({ open: () => createSession({ url, times }), most: 2, waitingMost: 10 });
  try {
    await refuseLive(pool, nameOf(url));
    return createEnd(pool, nameOf(url));
  } catch (error) {
    await pool.close();
    throw error;
  }
};

const columnsOf = <T extends object>(rows: readonly T[], names: readonly (keyof T)[]): unknown[][] =>
  names.map((name) => rows.map((row) => row[name]));
const placed = (count: number, types: readonly string[]): string =>
  Array.from({ length: count }, (_, index) => `$${index + 1}::${types[index]}[]`).join(', ');

const entryNames = [
  'conversation',
  'seq',
  'public_seq',
  'at',
  'author',
  'nonce',
  'type',
  'data',
  'staff_data',
  'chain',
  'digest',
] as const;
const entryTypes = [
  'bigint',
  'int',
  'int',
  'bigint',
  'text',
  'text',
  'text',
  'text',
  'text',
  'bytea',
  'bytea',
];
const nonceNames = ['nonce', 'sender', 'conversation', 'seq', 'entries', 'main', 'body'] as const;
const nonceTypes = ['text', 'text', 'bigint', 'int', 'smallint', 'smallint', 'text'];
const insertSql = (table: string, names: readonly string[], types: readonly string[]): string =>
  `INSERT INTO ${table} (${names.join(', ')}) SELECT * FROM unnest(${placed(names.length, types)})`;

const createWriting = (pool: Pool) => {
  const addEntriesSql = insertSql('entries', entryNames, entryTypes);
  const addNoncesSql = insertSql('nonces', nonceNames, nonceTypes);
  return {
    lastEntry: async (): Promise<EntryPlace> => {
      const { rows } = await pool.use((ask) => ask<EntryPlace>({ text: lastSql }));
      return rows[0] ?? beforeAll;
    },
    addEntries: async (entries: readonly CopiedEntry[]): Promise<void> => {
      const values = columnsOf(entries, entryNames);
      await pool.use((ask) => ask({ name: 'add_entries', text: addEntriesSql, values }));
    },
    addNonces: async (nonces: readonly CopiedNonce[]): Promise<void> => {
      const values = columnsOf(nonces, nonceNames);
      await pool.use((ask) => ask({ name: 'add_nonces', text: addNoncesSql, values }));
    },
  };
};

/** A database to copy to; a relay refuses to start on it until the copy is finished. */
export const openPostgresTarget = async (
  options: Pick<PostgresOptions, 'url' | 'isFsyncOffAccepted'>,
): Promise<CopyTarget> => {
  const { url, isFsyncOffAccepted = false } = options;
  await migratePostgres(url);
  const open = () =>
    createSession({ url, times, prepare: (ask) => pinDurability(ask, { isFsyncOffAccepted }) });
  const pool = createPool({ open, most: 1, waitingMost: 10 });
  const name = nameOf(url);
  return {
    ...createEnd(pool, name),
    ...createWriting(pool),
    begun: () =>
      pool.use(async (ask) => {
        const { rows } = await ask<{ is_begun: boolean }>({ text: markSql });
        if (rows[0]?.is_begun !== true) return null;
        return (await ask<{ of: string }>({ text: 'SELECT of FROM unfinished_copy' })).rows[0]?.of ?? null;
      }),
    begin: (of) =>
      pool.use(async (ask) => {
        const { rows } = await ask<{ is_full: boolean }>({ text: fullSql });
        if (rows[0]?.is_full !== false)
          throw refuse('conflict', `${name} holds something already. Name an empty database.`);
        await ask({ text: 'CREATE TABLE unfinished_copy AS SELECT $1::text AS of', values: [of] });
      }),
    finish: () => pool.use(async (ask) => void (await ask({ text: finishSql }))),
  };
};
