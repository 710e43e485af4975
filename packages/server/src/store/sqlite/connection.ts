import { refuse } from '@shopbell/protocol';
import {
  Kysely,
  DummyDriver,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type Compilable,
} from 'kysely';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import type { Tables } from '../tables.ts';

/**
 * One connection. `node:sqlite` answers at once, so a transaction is a plain function and nothing can come between
 * its statements; Kysely types and builds the queries, prepared statements run them.
 */
export interface Connection {
  readonly database: DatabaseSync;
  /** Builds queries; runs none. */
  readonly build: Kysely<Tables>;
  /** Prepared once per text. */
  prepare: (sql: string) => StatementSync;
  all: <T>(query: Compilable<T>) => T[];
  first: <T>(query: Compilable<T>) => T | null;
  /** How many rows it changed. */
  run: (query: Compilable) => number;
  /** All or nothing; nested calls join the one under way. */
  transaction: <T>(work: () => T) => T;
  close: () => void;
}

/** What the connection is set to. `synchronous = FULL`: a commit returns after the log has reached the disk. */
export const pragmas = [
  'journal_mode = WAL',
  'synchronous = FULL',
  'fullfsync = ON',
  'checkpoint_fullfsync = ON',
  'foreign_keys = ON',
  'secure_delete = ON',
  'busy_timeout = 1000',
  'wal_autocheckpoint = 4000',
  'journal_size_limit = 67108864',
  'cache_size = -16000',
  'trusted_schema = OFF',
] as const;

/** Sets the connection up. */
export const configure = (database: DatabaseSync): void => {
  for (const pragma of pragmas) database.exec(`PRAGMA ${pragma}`);
};

const pragmaOf = (database: DatabaseSync, name: string): unknown =>
  Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0];

const synchronousFull = 2;

/** Throws unless a commit on this connection is on the disk when it returns. In memory there is no disk to ask for. */
export const assertDurable = (database: DatabaseSync, isInMemory: boolean): void => {
  const synchronous = Number(pragmaOf(database, 'synchronous'));
  const journal = String(pragmaOf(database, 'journal_mode'));
  if (synchronous >= synchronousFull && (isInMemory || journal === 'wal')) return;
  throw refuse(
    'unavailable',
    `What is acknowledged would not be durable: SQLite reports synchronous=${synchronous}, journal_mode=${journal}, ` +
      'where FULL (2) and wal are needed. Put the database on a local disk that supports them.',
  );
};

const bound = (parameters: readonly unknown[]): SQLInputValue[] => parameters as SQLInputValue[];

const createBuilder = () =>
  new Kysely<Tables>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });

/** Opens the file and sets it up. Throws what the engine throws. */
export const connect = (file: string): Connection => {
  const database = new DatabaseSync(file, { timeout: 1_000 });
  configure(database);
  const statements = new Map<string, StatementSync>();

  const prepare = (sql: string): StatementSync => {
    const known = statements.get(sql);
    if (known) return known;
    const statement = database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  const all = <T>(query: Compilable<T>): T[] => {
    const { sql, parameters } = query.compile();
    return prepare(sql).all(...bound(parameters)) as T[];
  };
  const transaction = <T>(work: () => T): T => {
    if (database.isTransaction) return work();
    prepare('BEGIN IMMEDIATE').run();
    try {
      const result = work();
      prepare('COMMIT').run();
      return result;
    } catch (error) {
      if (database.isTransaction) prepare('ROLLBACK').run();
      throw error;
    }
  };

  return {
    database,
    build: createBuilder(),
    prepare,
    all,
    first: (query) => all(query)[0] ?? null,
    run: (query) => {
      const { sql, parameters } = query.compile();
      return Number(prepare(sql).run(...bound(parameters)).changes);
    },
    transaction,
    close: () => {
      if (database.isOpen) database.close();
    },
  };
};
