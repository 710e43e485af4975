import { refuse } from '@shopbell/protocol';
import { DatabaseSync } from 'node:sqlite';
import { outageOf } from './engine.ts';

/** The right to write to a database file. */
export type WriterLock = { release(): void };

/**
 * Takes the writer’s lock of a database file; `null` when another holds it. The lock is an exclusive transaction on
 * a file beside it: the system gives it back when the process ends, however it ends, so none is ever stale.
 */
export const tryLock = (file: string): WriterLock | null => {
  const database = new DatabaseSync(`${file}.lock`, { timeout: 0 });
  try {
    database.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (outageOf(error) === 'busy') return null;
    throw error;
  }
  return {
    release: () => {
      if (database.isOpen) database.close();
    },
  };
};

/** The sentence for whoever comes second. */
export const secondWriter = (file: string): Error =>
  refuse(
    'unavailable',
    `Another relay is writing to ${file}. Stop it first, or give this one a file of its own (DATABASE_URL=file:…); ` +
      'several relays on one database need PostgreSQL.',
  );
