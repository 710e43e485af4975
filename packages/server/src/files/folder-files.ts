import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, opendir, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Files } from './files.ts';

const namePattern = /^fil_[A-Za-z0-9_-]{8,40}(\.small)?$/;
/** So much of the disk is left to conversations: they must never stop for a picture. */
const reservedBytes = 256 * 1_024 * 1_024;

const codeOf = (error: unknown): unknown =>
  error instanceof Error && 'code' in error ? error.code : undefined;

const sync = async (path: string): Promise<void> => {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** A rename cannot leave its disk: then the bytes are copied beside the place they go to. */
const move = async (from: string, to: string): Promise<void> => {
  try {
    await rename(from, to);
  } catch (error) {
    if (codeOf(error) !== 'EXDEV') throw error;
    const part = `${to}.part`;
    await copyFile(from, part);
    await sync(part);
    await rename(part, to);
    await rm(from, { force: true });
  }
};

// eslint-disable-next-line func-style -- a generator has no arrow
async function* listFolder(folder: string): AsyncGenerator<{ name: string; at: number }> {
  const shards = await opendir(folder).catch(() => null);
  if (shards === null) return;
  for await (const shard of shards) {
    if (!shard.isDirectory() || shard.name.length !== 2) continue;
    for await (const { name } of await opendir(join(folder, shard.name))) {
      const stats = await stat(join(folder, shard.name, name)).catch(() => null);
      if (stats?.isFile() === true) yield { name: name.replace(/\.part$/, ''), at: stats.mtimeMs };
    }
  }
}

/** Files in a folder, which is made when the first comes. Only names of ours lead anywhere in it. */
export const openFolderFiles = (folder: string): Files => {
  const pathOf = (name: string): string => {
    if (!namePattern.test(name)) throw new Error('no name of a file');
    // Two letters of the random part: some 4,000 folders at most, however many files there are.
    return join(folder, name.slice(4, 6), name);
  };
  const shardOf = async (name: string): Promise<string> => {
    const shard = join(pathOf(name), '..');
    await mkdir(shard, { recursive: true, mode: 0o700 });
    return shard;
  };
  return {
    put: async (name, source) => {
      const shard = await shardOf(name);
      await sync(source);
      await move(source, pathOf(name));
      await sync(shard);
    },
    read: async (name) => {
      const path = pathOf(name);
      const stats = await stat(path).catch((error: unknown) => {
        if (codeOf(error) === 'ENOENT') return null;
        throw error;
      });
      return stats && { bytes: stats.size, stream: createReadStream(path) };
    },
    remove: async (name) => {
      // A folder that is not there, not mounted perhaps, has not been emptied.
      await stat(folder);
      await rm(pathOf(name), { force: true });
      await rm(`${pathOf(name)}.part`, { force: true });
    },
    list: () => listFolder(folder),
    hasRoom: async () => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize > reservedBytes;
    },
  };
};
