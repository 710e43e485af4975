import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { databaseFile, isPostgres } from '../database.ts';
import type { FilePlace } from './file-room.ts';
import type { Files } from './files.ts';
import { openFolderFiles } from './folder-files.ts';

/** The folder of the files that belong to a database: beside its file; of PostgreSQL, and in memory, `null`: none of itself. */
const folderBeside = (databaseUrl: string): string | null => {
  if (isPostgres(databaseUrl)) return null;
  const file = databaseFile(databaseUrl);
  return file === ':memory:' ? null : join(dirname(file), 'files');
};

/**
 * Where files are kept: in a folder, or wherever a `Files` of one’s own puts them. Nothing said: beside the database’s file, else
 * nowhere (`undefined`).
 */
export const placeFor = (given: string | Files | undefined, databaseUrl: string): FilePlace | undefined => {
  if (typeof given === 'object') return { files: given, incoming: join(tmpdir(), 'shopbell-incoming') };
  const folder = given ?? folderBeside(databaseUrl);
  if (folder === null) return undefined;
  // On the same disk: what is whole only changes its name.
  return { files: openFolderFiles(resolve(folder)), incoming: resolve(folder, 'incoming') };
};
