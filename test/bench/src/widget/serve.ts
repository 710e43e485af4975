import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What is served, by path. */
export type Files = Map<string, Buffer>;
export type Served = AsyncDisposable & { port: number; files: Files };

const types: Record<string, string> = { '.js': 'text/javascript', '.css': 'text/css', '.png': 'image/png' };

/** Serves files from memory, compressed, as a content network would; `folders` maps a path's beginning to a folder. */
export const serve = async (folders: Readonly<Record<string, string>> = {}): Promise<Served> => {
  const files: Files = new Map();
  const find = async (path: string): Promise<Buffer | null> => {
    const known = files.get(path);
    if (known) return known;
    const start = Object.keys(folders).find((each) => `${path}/`.startsWith(each));
    if (start === undefined) return null;
    const file = `${folders[start]}/${path.slice(start.length).replaceAll('..', '') || 'index.html'}`;
    return readFile(file).catch(() => null);
  };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://none').pathname;
    void find(path).then((body) => {
      const other = body?.[0] === 0x7b ? 'application/json' : 'text/html';
      const headers = {
        'content-type': `${types[extname(path)] ?? other};charset=utf-8`,
        'access-control-allow-origin': '*',
        'access-control-allow-headers': '*',
        'access-control-allow-methods': '*',
        'cache-control': 'max-age=300',
      };
      if (request.method === 'OPTIONS') return response.writeHead(204, headers).end();
      if (!body) return response.writeHead(404, headers).end('{}');
      response.writeHead(200, { ...headers, 'content-encoding': 'gzip' });
      return response.end(gzipSync(body));
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    files,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
};
