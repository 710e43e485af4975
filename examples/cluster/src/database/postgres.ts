import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { binaries, giveTo, runAs, type RunAs } from './binaries.ts';

/** A PostgreSQL server of one’s own, on 127.0.0.1, to be stopped and started. */
export type Postgres = {
  readonly state: 'starting' | 'up' | 'down';
  readonly port: number;
  /** Where a relay finds it, through whichever port leads to it. */
  urlThrough: (port: number) => string;
  /** Resolves when it takes connections; rejects with its last words when it ends before. */
  start: () => Promise<void>;
  /** Ends the sessions, writes everything and ends (`SIGINT`: a fast shutdown). */
  stop: () => Promise<void>;
};

export type PostgresOptions = {
  /** An empty folder that everybody may go through. */
  folder: string;
  port: number;
  environment: Record<string, string>;
};

const user = 'shopbell';
const run = promisify(execFile);

type Place = { bin: string; data: string; owner: RunAs; env: Record<string, string> };

const prepare = async ({ folder, environment }: PostgresOptions, password: string): Promise<Place> => {
  const owner = runAs();
  const own = join(folder, 'postgres');
  await mkdir(own, { mode: 0o700 });
  giveTo(own, owner);
  const place = {
    bin: binaries(folder, owner),
    data: join(own, 'data'),
    owner,
    env: { ...environment, LC_ALL: 'C', TZ: 'UTC' },
  };
  const secret = join(own, 'password');
  await writeFile(secret, password, { mode: 0o600 });
  giveTo(secret, owner);
  const flags = ['-U', user, '--auth=scram-sha-256', `--pwfile=${secret}`, '--no-locale', '--encoding=UTF8'];
  const how = { ...owner, cwd: own, env: place.env };
  await run(join(place.bin, 'initdb'), ['-D', place.data, '--no-instructions', ...flags], how);
  await rm(secret);
  return place;
};

const launch = ({ bin, data, owner, env }: Place, port: number): ChildProcess => {
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=200'];
  const flags = settings.flatMap((setting) => ['-c', setting]);
  return spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...flags], {
    ...owner,
    cwd: data,
    env,
    // In its own process group: Ctrl-C reaches the example alone, which then stops it.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
};

/** Makes a server’s data, with a password made by chance. It is not started. */
export const createPostgres = async (options: PostgresOptions): Promise<Postgres> => {
  const { port } = options;
  const password = randomBytes(24).toString('base64url');
  const place = await prepare(options, password);
  let child: ChildProcess | null = null;
  let state: Postgres['state'] = 'down';
  process.once('exit', () => child?.kill('SIGQUIT'));

  return {
    port,
    get state() {
      return state;
    },
    urlThrough: (way) => `postgres://${user}:${password}@127.0.0.1:${way}/postgres`,
    start: async () => {
      if (child !== null) return;
      state = 'starting';
      const started = launch(place, port);
      child = started;
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      let said = '';
      started.stderr?.on('data', (chunk: Buffer) => {
        said = `${said}${chunk.toString()}`.slice(-4_000);
        if (said.includes('ready to accept connections')) resolve();
      });
      started.once('error', reject);
      started.once('exit', () => {
        child = null;
        state = 'down';
        reject(new Error(`PostgreSQL ended.\n${said.trim()}`));
      });
      await promise;
      state = 'up';
    },
    stop: async () => {
      if (child === null) return;
      const ended = once(child, 'exit');
      child.kill('SIGINT');
      await ended;
    },
  };
};
