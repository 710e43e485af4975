import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Where a started demo is, as it says in JSON. */
export type Said = {
  shop: string;
  relay: string;
  desk: string;
  deskLink: string;
  data: string;
  pids: Record<'the relay' | 'the shop' | 'the back office', number>;
};

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));

const isFree = (port: number): Promise<boolean> => {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const server = createServer();
  server.once('error', () => resolve(false));
  server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  return promise;
};

/** A port that is free, as is the next one. */
export const freePair = async (): Promise<number> => {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 20_000);
    if ((await isFree(port)) && (await isFree(port + 1))) return port;
  }
};

/** An empty folder for data, gone at the end of the scope. */
export const temporaryFolder = async () => {
  const path = await mkdtemp(join(tmpdir(), 'demo-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
};

/** Polls until something is so; fails after a minute. */
export const until = async (isSo: () => boolean | Promise<boolean>, what: string): Promise<void> => {
  const end = performance.now() + 60_000;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`Not so within a minute: ${what}`);
    await new Promise((done) => setTimeout(done, 50));
  }
};

/** The demo as a newcomer starts it: a process of its own. */
export const runDemo = ({ port, data }: { port: number; data: string }) => {
  const child = spawn(process.execPath, ['--conditions=source', main], {
    env: {
      PATH: process.env['PATH'],
      PORT: String(port),
      SHOPBELL_DATA: data,
      SHOPBELL_DEMO_JSON: '1',
      SHOPBELL_DEMO_BUILD: '0',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const { promise: said, resolve } = Promise.withResolvers<Said>();
  const { promise: ended, resolve: end } = Promise.withResolvers<number | null>();
  const hear = (line: string): void => {
    lines.push(line);
    if (line.startsWith('{')) resolve(JSON.parse(line));
  };
  createInterface(child.stdout).on('line', hear);
  createInterface(child.stderr).on('line', hear);
  child.once('close', (code) => end(code));
  const stop = (): Promise<number | null> => {
    child.kill('SIGTERM');
    return ended;
  };
  return {
    lines,
    ended,
    stop,
    /** Where everything is; rejects with all that was said when it ends before. */
    started: Promise.race([
      said,
      ended.then((code): never => {
        throw new Error(`The demo ended (${code}).\n${lines.join('\n')}`);
      }),
    ]),
    [Symbol.asyncDispose]: async () => {
      await stop();
    },
  };
};
