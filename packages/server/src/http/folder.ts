import { createHash } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';

/** Bytes as they are sent, with their forms for browsers that take compressed ones. */
export type StaticFile = {
  body: Buffer;
  gzip: Buffer | null;
  brotli: Buffer | null;
  type: string;
  etag: string;
  /** The name carries a hash of the content: it never changes. */
  immutable: boolean;
};

/** The files of one build. A path is looked up in the list of what is there: no path can lead outside. */
export interface Folder {
  /** `null`: there is no such file. Read anew when it changed on disk. */
  file(path: string): Promise<StaticFile | null>;
}

const types: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.ogg': 'audio/ogg',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};
const compressible = /^text\/|json|svg|javascript/;
const rescanMs = 1_000;

const isHashed = (path: string): boolean => {
  const hash = /-([A-Za-z0-9_-]{8})\.[a-z0-9.]+$/.exec(path)?.[1];
  return hash !== undefined && /[A-Z0-9]/.test(hash);
};

/** Prepares bytes to be served: type by the name’s ending, ETag by the content, compressed where that helps. */
export const prepareFile = async (path: string, body: Buffer): Promise<StaticFile> => {
  const type = types[extname(path)] ?? 'application/octet-stream';
  const worthIt = compressible.test(type) && body.byteLength > 512;
  const [zipped, brotli] = worthIt
    ? await Promise.all([promisify(gzip)(body, { level: 9 }), promisify(brotliCompress)(body)])
    : [null, null];
  const etag = createHash('sha256').update(body).digest('base64url').slice(0, 22);
  return { body, gzip: zipped, brotli, type, etag, immutable: isHashed(path) };
};

// Not readdir’s own recursion: that follows links to folders.
const listFiles = async (folder: string, prefix = ''): Promise<[string, string][]> => {
  const items = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const lists = items.map(async (item): Promise<[string, string][]> => {
    const path = join(folder, item.name);
    if (item.isDirectory()) return listFiles(path, `${prefix}${item.name}/`);
    return item.isFile() ? [[`${prefix}${item.name}`, path]] : [];
  });
  return (await Promise.all(lists)).flat();
};

/** Opens the folder of a build; it may be missing, or come later. Links in it are not followed. */
export const openFolder = (folder: string): Folder => {
  const loaded = new Map<string, { version: string; file: StaticFile }>();
  // A promise, so that who asks while the folder is read waits for what is found.
  let names = Promise.resolve(new Map<string, string>());
  let scannedAt = -Infinity;

  const locate = async (path: string): Promise<string | undefined> => {
    const location = (await names).get(path);
    if (location !== undefined) return location;
    if (performance.now() - scannedAt > rescanMs) {
      scannedAt = performance.now();
      names = listFiles(folder).then((files) => new Map(files));
    }
    return (await names).get(path);
  };
  return {
    async file(path) {
      const location = await locate(path);
      if (location === undefined) return null;
      const stats = await stat(location).catch(() => null);
      if (stats === null) return null;
      const version = `${stats.mtimeMs}-${stats.size}`;
      const known = loaded.get(path);
      if (known?.version === version) return known.file;
      const file = await prepareFile(path, await readFile(location));
      loaded.set(path, { version, file });
      return file;
    },
  };
};
