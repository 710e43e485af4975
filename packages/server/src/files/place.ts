import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { databaseFile, isPostgres } from '../database.ts';
import type { FilePlace } from './file-room.ts';
import type { Files } from './files.ts';
import { openFolderFiles } from './folder-files.ts';

/** The folder of the files that belong to a database in a file: beside it. `null`: the database is in memory. */
const folderBeside = (databaseUrl: string): string | null => {
  const file = databaseFile(databaseUrl);
  return file === ':memory:' ? null : join(dirname(file), 'files');
};

// On the same disk: what is whole only changes its name.
const placeIn = (folder: string): FilePlace => ({
  files: openFolderFiles(resolve(folder)),
  incoming: resolve(folder, 'incoming'),
});

/** Of a database in memory: as short-lived. */
const passingPlace = (): FilePlace => {
  const folder = join(tmpdir(), `shopbell-files-${randomUUID()}`);
  return { ...placeIn(folder), leave: () => rm(folder, { recursive: true, force: true }) };
};

/**
 * Where files are kept: in a folder, or wherever a `Files` of one’s own puts them. Nothing said: beside the database’s file. A store
 * of one’s own (`null`) and PostgreSQL say nothing of a folder: without one, no files are taken (`undefined`).
 */
export const placeFor = (
  given: string | Files | undefined,
  databaseUrl: string | null,
): FilePlace | undefined => {
  if (typeof given === 'object') return { files: given, incoming: join(tmpdir(), 'shopbell-incoming') };
  if (given !== undefined) return placeIn(given);
  if (databaseUrl === null || isPostgres(databaseUrl)) return undefined;
  const folder = folderBeside(databaseUrl);
  return folder === null ? passingPlace() : placeIn(folder);
};
