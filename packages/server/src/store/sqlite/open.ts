import { refuse } from '@shopbell/protocol';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { connect, type Connection } from './connection.ts';
import { outageOf } from './engine.ts';
import { secondWriter, tryLock, type WriterLock } from './lock.ts';
import { isMigrated, migrate } from './migrations.ts';
import { createSqliteStore, type SqliteStore } from './store.ts';

/**
 * `relay` is the one that writes conversations; `visitor` comes beside a running relay to see to people and keys,
 * and its `append` is refused. `file` is a path or `:memory:`; its folder is made.
 */
export type SqliteOptions = { file: string; role?: 'relay' | 'visitor'; now?: () => number };

const inMemory = ':memory:';

const refusedCodes = new Set(['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT', 'ENOSPC']);

const unopened = (file: string, error: unknown): unknown => {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : null;
  const isRefused = typeof code === 'string' && refusedCodes.has(code);
  const outage = outageOf(error);
  if (!isRefused && outage === null) return error;
  const what = outage ?? 'not to be written to';
  const folder = path.dirname(path.resolve(file));
  const refusal = refuse(
    'unavailable',
    `The database ${file} is ${what}. Make the folder ${folder} and the file writable for this user, ` +
      'or name another with DATABASE_URL=file:…',
  );
  refusal.cause = error;
  return refusal;
};

// Step by step: Node’s own recursive mkdir never returns where the system lets nothing be made (/proc).
const makeFolder = (folder: string): void => {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  mkdirSync(folder);
};

/** Opens the connection with its schema in place, and takes the writer’s lock where it is needed. */
const prepareFile = (
  file: string,
  role: 'relay' | 'visitor',
): { connection: Connection; lock: WriterLock | null } => {
  if (file === inMemory) {
    const connection = connect(file);
    migrate(connection.database);
    return { connection, lock: null };
  }
  makeFolder(path.dirname(path.resolve(file)));
  const lock = tryLock(file);
  if (lock === null && role === 'relay') throw secondWriter(file);
  try {
    const connection = connect(file);
    if (lock !== null) migrate(connection.database);
    if (!isMigrated(connection.database)) {
      throw refuse('unavailable', `The relay writing to ${file} is of another version. Use the same one.`);
    }
    if (role === 'relay') return { connection, lock };
    lock?.release();
    return { connection, lock: null };
  } catch (error) {
    lock?.release();
    throw error;
  }
};

/**
 * Brings the schema of a file up to date, under the writer’s lock: refuses (`unavailable`) while a relay has it. Resolves to
 * from which version to which.
 */
export const migrateSqlite = (file: string): { from: number; to: number } => {
  try {
    makeFolder(path.dirname(path.resolve(file)));
    const lock = tryLock(file);
    if (lock === null) throw secondWriter(file);
    try {
      const connection = connect(file);
      const versions = migrate(connection.database);
      connection.close();
      return versions;
    } finally {
      lock.release();
    }
  } catch (error) {
    throw unopened(file, error);
  }
};

/**
 * A store in one SQLite file. Refuses (`unavailable`, with a sentence that says what to do) a folder it cannot write
 * to, a file another relay writes to, and a disk on which a commit would not be durable.
 */
export const openSqliteStore = async (options: SqliteOptions): Promise<SqliteStore> => {
  const { file, role = 'relay', now = Date.now } = options;
  try {
    const prepared = prepareFile(file, role);
    const store = createSqliteStore({
      ...prepared,
      isVisitor: role === 'visitor',
      isInMemory: file === inMemory,
      now,
    });
    await store.assertDurable();
    return store;
  } catch (error) {
    throw unopened(file, error);
  }
};
