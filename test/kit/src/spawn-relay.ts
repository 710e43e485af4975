import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { RelayOrder } from './relay-process.ts';
import { temporaryFolder, type RunningRelay } from './relay.ts';

/** A relay in its own process. The same data and the same port over every kill and restart. */
export type SpawnedRelay = AsyncDisposable &
  RunningRelay & {
    readonly pid: number;
    readonly database: string;
    /** What it said on its standard output and error, all starts together. */
    readonly said: () => string;
    /** Ends it at once, as a power cut would (SIGKILL). */
    kill(): Promise<void>;
    /** Asks it to end (SIGTERM). Resolves to its exit code. */
    stop(): Promise<number | null>;
    /** Starts it again. Resolves when it listens. */
    restart(): Promise<void>;
  };

const program = join(import.meta.dirname, 'relay-process.ts');

/** Why a process ended before it was ready, with what it said last. */
const tooEarly = (code: number | null, said: string): Error =>
  new Error(`The relay ended with ${code} before it listened:\n${said.slice(-2_000)}`);

const launch = async (
  order: RelayOrder,
  hear: (text: string) => void,
): Promise<{ child: ChildProcess; running: RunningRelay }> => {
  const child = spawn(process.execPath, ['--conditions=source', program, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const { promise, resolve, reject } = Promise.withResolvers<RunningRelay>();
  const listen = (text: string): void => {
    said += text;
    hear(text);
  };
  child.stderr.on('data', (chunk: Buffer) => listen(chunk.toString()));
  createInterface({ input: child.stdout }).on('line', (line) => {
    listen(`${line}\n`);
    if (line.startsWith('{"shop"')) resolve(JSON.parse(line) as RunningRelay);
  });
  child.once('exit', (code) => reject(tooEarly(code, said)));
  return { child, running: await promise };
};

const end = async (child: ChildProcess, signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> => {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
  return child.exitCode;
};

/** Starts a relay as a process of its own on a free port, with limits off unless given. */
export const spawnRelay = async (options?: RelayOrder['options']): Promise<SpawnedRelay> => {
  const folder = temporaryFolder();
  const texts: string[] = [];
  const hear = (text: string) => void texts.push(text);
  const order = { databaseUrl: folder.database, ...(options ? { options } : {}) };
  let { child, running } = await launch({ ...order, port: 0, premises: null }, hear);
  return {
    ...running,
    get pid() {
      return child.pid ?? 0;
    },
    database: folder.database,
    said: () => texts.join(''),
    kill: async () => void (await end(child, 'SIGKILL')),
    stop: () => end(child, 'SIGTERM'),
    restart: async () => {
      ({ child } = await launch({ ...order, port: running.port, premises: running }, hear));
    },
    [Symbol.asyncDispose]: async () => {
      await end(child, 'SIGKILL');
      folder[Symbol.dispose]();
    },
  };
};
