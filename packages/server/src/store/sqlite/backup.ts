import { refuse } from '@shopbell/protocol';
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { attempt } from './engine.ts';
import { secondWriter, tryLock } from './lock.ts';
import { migrations } from './migrations.ts';

const companions = ['-wal', '-shm', '.lock'] as const;

const sync = (file: string): void => {
  const handle = openSync(file, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};
/** The file’s bytes and then its name are on the disk. */
const settle = (part: string, file: string): void => {
  sync(part);
  renameSync(part, file);
  sync(path.dirname(path.resolve(file)));
};

/** One consistent moment of `from` as a single file; what is written meanwhile is not in it, and is not held up. */
const copyMoment = (from: string, to: string): void => {
  const database = new DatabaseSync(from, { readOnly: true, timeout: 5_000 });
  try {
    attempt(() => database.prepare('VACUUM INTO ?').run(to));
  } finally {
    database.close();
  }
};

const checkWhole = (file: string): void => {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const [verdict] = Object.values(attempt(() => database.prepare('PRAGMA integrity_check').get()) ?? {});
    const version = Number(Object.values(database.prepare('PRAGMA user_version').get() ?? {})[0]);
    if (verdict !== 'ok')
      throw refuse('conflict', `${file} is damaged: ${String(verdict)}. Take another copy.`);
    if (version < 1 || version > migrations.length)
      throw refuse(
        'conflict',
        `${file} is no Shopbell database that this version knows (schema ${version}, known up to ${migrations.length}).`,
      );
  } finally {
    database.close();
  }
};

/** Copies a database, beside a relay that writes to it, into a new file. Resolves to its bytes. */
export const backUp = (from: string, to: string): number => {
  if (!existsSync(from)) throw refuse('not_found', `There is no database at ${from}. Say where with --data.`);
  if (existsSync(to))
    throw refuse('conflict', `${to} exists. Name a new file: backups are never written over.`);
  const part = `${to}.part`;
  rmSync(part, { force: true });
  copyMoment(from, part);
  checkWhole(part);
  settle(part, to);
  return statSync(to).size;
};

/**
 * Puts a backup in the place of a database no relay has open. What was there is kept beside it; resolves to where, `null`
 * when nothing was.
 */
export const restore = (from: string, to: string): string | null => {
  if (!existsSync(from)) throw refuse('not_found', `There is no backup at ${from}.`);
  checkWhole(from);
  const lock = tryLock(to);
  if (lock === null) throw secondWriter(to);
  try {
    const part = `${to}.part`;
    rmSync(part, { force: true });
    copyMoment(from, part);
    const aside = existsSync(to) ? `${to}.before-${new Date().toISOString().replace(/[:.]/g, '-')}` : null;
    if (aside !== null) copyMoment(to, aside);
    for (const companion of companions.slice(0, 2)) rmSync(`${to}${companion}`, { force: true });
    settle(part, to);
    return aside;
  } finally {
    lock.release();
  }
};
