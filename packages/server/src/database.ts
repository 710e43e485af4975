import { existsSync, mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { refuse, ShopbellError } from '@shopbell/protocol';
import { readPostgresUrl } from './store/postgres/url.ts';
import { openThreadedStore } from './store/sqlite/threaded.ts';
import type { Store } from './store/store.ts';

/** Whether a database is PostgreSQL’s. */
export const isPostgres = (databaseUrl: string): boolean => /^postgres(ql)?:/.test(databaseUrl);

/** Where a database is, for logs: without its password. */
export const databaseName = (databaseUrl: string): string => {
  if (!isPostgres(databaseUrl)) return databaseFile(databaseUrl);
  const { protocol, host, pathname } = new URL(databaseUrl);
  return `${protocol}//${host}${pathname}`;
};

/** `file:relative`, `file:/absolute` or `file:///absolute`, as a path. Anything else is refused. */
export const databaseFile = (databaseUrl: string): string => {
  const path = /^file:(.+)$/.exec(databaseUrl)?.[1];
  if (path === undefined)
    throw refuse('bad_request', 'This wants the file of an SQLite database: DATABASE_URL=file:<path>.');
  if (path === ':memory:') return path;
  return path.startsWith('//') ? fileURLToPath(databaseUrl) : resolve(path);
};

// One by one: Node's recursive way never comes back where the system answers ENOENT inside a folder that is there (/proc).
const makeFolder = (folder: string): void => {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder);
};

const reasonOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';

// Loaded where it is used: who has a file starts without the driver.
const openPostgres = async (databaseUrl: string, now: () => number): Promise<Store> => {
  const { openPostgresStore } = await import('./store/postgres/open.ts');
  return openPostgresStore({ ...readPostgresUrl(databaseUrl), now });
};

/**
 * Opens the database: `postgres://…`, which any number of relays share, or a file, whose folder is made if need be. Of
 * a file a `relay` is the one writer of conversations; a `visitor` changes shops, people and keys beside it. `now` dates
 * what is stored. Refusals say what to do.
 */
export const openDatabase = async (
  databaseUrl: string,
  role: 'relay' | 'visitor',
  now: () => number = Date.now,
): Promise<Store> => {
  if (isPostgres(databaseUrl)) return openPostgres(databaseUrl, now);
  const file = databaseFile(databaseUrl);
  try {
    if (file !== ':memory:') makeFolder(dirname(file));
    // A clock of one’s own does not cross into a thread, a database in memory has no disk to wait for, and the short
    // commands are done before a thread has started.
    if (role === 'relay' && file !== ':memory:' && now === Date.now) return await openThreadedStore({ file });
    // Loaded where it is used, as the driver above: a relay’s own thread loads it for itself.
    const { openSqliteStore } = await import('./store/sqlite/open.ts');
    return await openSqliteStore({ file, role, now });
  } catch (error) {
    if (error instanceof ShopbellError) throw error;
    throw refuse(
      'unavailable',
      `Cannot write to ${file}${reasonOf(error)}. Make its folder writable for the user that runs Shopbell, ` +
        'or name another with SHOPBELL_DATA.',
    );
  }
};

/**
 * Opens a store as a relay does, the schema brought up to date: for a relay of one’s own on it. With a clock of its own
 * (`now`) a file’s store has no thread of its own.
 */
export const openStore = (databaseUrl: string, now?: () => number): Promise<Store> =>
  openDatabase(databaseUrl, 'relay', now);

/** Brings a database’s schema up to date, under its lock. Resolves to from which version to which. */
export const migrateDatabase = async (databaseUrl: string): Promise<{ from: number; to: number }> => {
  if (!isPostgres(databaseUrl)) {
    const { migrateSqlite } = await import('./store/sqlite/open.ts');
    return migrateSqlite(databaseFile(databaseUrl));
  }
  const { migratePostgres } = await import('./store/postgres/open.ts');
  return migratePostgres(readPostgresUrl(databaseUrl).url);
};
