import { refuse, ShopbellError } from '@shopbell/protocol';
import type { Store } from '../store.ts';
import { pinDurability } from './durability.ts';
import { migrate, type Migrated } from './migrations.ts';
import { createPool } from './pool.ts';
import { createSession, type Ask, type SessionTimes } from './session.ts';
import { createPostgresStore } from './store.ts';

/** Which database, and how it is used. */
export type PostgresOptions = {
  /** `postgres://user:password@host:port/database`. */
  url: string;
  now?: () => number;
  /** Takes a server on which a crash of the machine may lose what was acknowledged. */
  isFsyncOffAccepted?: boolean;
  /** How many connections for reading at most, beside those for appends, signals and hints. */
  readers?: number;
  times?: SessionTimes;
};

/** Migrations may take long, and wait for another relay’s. */
const migrationTimes: SessionTimes = { connectMs: 5_000, statementMs: 0, answerMs: 600_000 };
const defaultReaders = 8;
const waitingMost = 2_000;

const unopened = (url: string, error: unknown): unknown => {
  const { host, pathname } = URL.canParse(url) ? new URL(url) : { host: 'the server', pathname: '' };
  const cause = error instanceof ShopbellError ? error.cause : error;
  if (!(cause instanceof Error)) return error;
  const refusal = refuse(
    'unavailable',
    `The database ${pathname.slice(1)} at ${host} cannot be used: ${cause.message}. Start the server, or correct DATABASE_URL (postgres://user:password@host:port/database).`,
  );
  refusal.cause = cause;
  return refusal;
};

/** Brings the schema of a database up to date. Resolves to from which version to which. */
export const migratePostgres = async (url: string): Promise<Migrated> => {
  const session = createSession({ url, times: migrationTimes });
  try {
    return await session.use(async (ask) => {
      await ask({ text: 'SET lock_timeout = 0' });
      return migrate(ask);
    });
  } catch (error) {
    throw unopened(url, error);
  } finally {
    await session.close();
  }
};

// Plans are made once per connection, some before there are any rows: they must be those for many.
const planForMany = async (ask: Ask): Promise<void> => {
  await ask({ text: 'SET enable_seqscan = off' });
  await ask({ text: 'SET enable_hashjoin = off' });
  await ask({ text: 'SET enable_mergejoin = off' });
};

/** A copy that was broken off is not the store it was copied from. */
const refuseUnfinished = async (url: string): Promise<void> => {
  const session = createSession({ url });
  try {
    const { rows } = await session.use((ask) =>
      ask<{ unfinished: boolean }>({
        text: `SELECT to_regclass('unfinished_copy') IS NOT NULL AS unfinished`,
      }),
    );
    if (rows[0]?.unfinished !== true) return;
    throw refuse(
      'unavailable',
      'The database is an unfinished copy. Run the same `shopbell copy` again, or name another database.',
    );
  } finally {
    await session.close();
  }
};

/**
 * A store in a PostgreSQL database, its schema brought up to date first. Refuses (`unavailable`, with a sentence that
 * says what to do) a server that cannot be reached, a database of a newer relay, and one that would not be durable.
 */
export const openPostgresStore = async (options: PostgresOptions): Promise<Store> => {
  const { url, now = Date.now, isFsyncOffAccepted = false, readers = defaultReaders, times } = options;
  await migratePostgres(url);
  await refuseUnfinished(url);
  const writer = createSession({
    url,
    times,
    prepare: async (ask) => {
      await planForMany(ask);
      await pinDurability(ask, { isFsyncOffAccepted });
    },
  });
  const signals = createSession({
    url,
    times,
    prepare: async (ask) => void (await ask({ text: 'SET synchronous_commit = off' })),
  });
  const pool = createPool({ open: () => createSession({ url, times }), most: readers, waitingMost });
  const store = createPostgresStore({
    writer,
    signals,
    pool,
    now,
    isFsyncOffAccepted,
    session: { url, times },
  });
  try {
    await store.assertDurable();
    return store;
  } catch (error) {
    await store.close();
    throw error;
  }
};
