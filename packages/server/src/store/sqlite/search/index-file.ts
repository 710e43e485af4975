import { rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { attempt, outageOf } from '../engine.ts';

/*
 * The index of what was said, in a file of its own beside the database:
 *
 *     shopbell.db          entries ─ read ─→  shopbell.db-search     search (FTS5, rowid = the entry’s key)
 *                  search_changes ─ read ─→                          place (how far both have been followed)
 *
 * It holds nothing that the database does not: without it, or with one of another database, it is made again. So no
 * commit waits for it, and it waits for no disk.
 */

/** What is raised when what stands in the index changes its form: it is made again. */
const version = 2;
const damaged = new Set(['damaged', 'not a database']);

const words = `
  CREATE VIRTUAL TABLE search USING fts5 (words, conversation UNINDEXED, tokenize = 'ascii', detail = 'none', columnsize = 0, prefix = '6 8');
  INSERT INTO search (search, rank) VALUES ('secure-delete', 1), ('automerge', 0), ('crisismerge', 64);
`;
const schema = `
  CREATE TABLE shops (number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE place (entry INTEGER NOT NULL, link BLOB, change INTEGER NOT NULL) STRICT;
  INSERT INTO place (entry, link, change) VALUES (0, NULL, 0);
  ${words}
  PRAGMA user_version = ${version};
`;
const pragmas = [
  'journal_mode = WAL',
  // What a crash of the machine takes is indexed again: it goes back to the place it had.
  'synchronous = NORMAL',
  'secure_delete = ON',
  'busy_timeout = 5000',
  'wal_autocheckpoint = 2000',
  'journal_size_limit = 16777216',
  'cache_size = -16000',
  'trusted_schema = OFF',
] as const;

const inMemory = ':memory:';

/** The file of the index of a database. */
export const indexFileOf = (file: string): string => (file === inMemory ? inMemory : `${file}-search`);

/** Takes an index away; it is made again by whoever opens the database next. Nobody may have it open. */
export const forgetIndex = (file: string): void => {
  if (file === inMemory) return;
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${indexFileOf(file)}${suffix}`, { force: true });
};

const versionOf = (database: DatabaseSync): number =>
  Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);

const connect = (file: string): DatabaseSync => {
  const database = new DatabaseSync(indexFileOf(file));
  try {
    for (const pragma of pragmas) database.exec(`PRAGMA ${pragma}`);
    if (versionOf(database) === 0) database.exec(`BEGIN; ${schema} COMMIT`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
};

/** Whether an index can be read no more, and is to be made again. */
export const isDamaged = (error: unknown): boolean => damaged.has(outageOf(error) ?? '');

/** Opens the index of a database, empty where there is none that can be used. */
export const openIndexFile = (file: string): DatabaseSync =>
  attempt(() => {
    try {
      const database = connect(file);
      if (versionOf(database) === version) return database;
      database.close();
    } catch (error) {
      if (!isDamaged(error)) throw error;
    }
    forgetIndex(file);
    return connect(file);
  });

/** Empties an index, whose next change to follow is the one after `change`. */
export const emptyIndex = (database: DatabaseSync, change: number): void =>
  together(database, () => {
    database.exec(`DROP TABLE search; ${words} DELETE FROM shops`);
    database.prepare('UPDATE place SET entry = 0, link = NULL, change = ?').run(whole(change));
  });

/** Runs work in one transaction. */
export const together = <T>(database: DatabaseSync, work: () => T): T => {
  database.exec('BEGIN IMMEDIATE');
  try {
    const done = work();
    database.exec('COMMIT');
    return done;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
};

/** A whole number as the engine’s integer: a JavaScript number would be bound as a real one, which FTS5 does not take as a bound. */
export const whole = (value: number): bigint => BigInt(Math.trunc(value));
