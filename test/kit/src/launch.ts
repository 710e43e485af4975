import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** A program of the repository to run as a process, with one order as JSON in its arguments. */
export type Launch = {
  program: string;
  order: unknown;
  nodeArgs?: readonly string[];
  hear?: (text: string) => void;
  /** Programs that run it in turn, with their arguments: `['nice']`. Each must become the next (exec). */
  through?: readonly string[];
  env?: Readonly<Record<string, string>>;
  /** Given the process at once, before it is ready. */
  born?: (child: ChildProcess) => void;
};

/** A process that has said it is ready; `ready` is what it said, the first line that is a JSON object. */
export type Launched<T> = { child: ChildProcess; ready: T };

// What Node has compiled once it need not compile again: a restart takes half the time.
const environment = { ...process.env, NODE_COMPILE_CACHE: join(tmpdir(), 'shopbell-compile-cache') };

/** Starts a program with Node and resolves when it is ready. Rejects, with what it said, when it ends before. */
export const launch = async <T>(what: Launch): Promise<Launched<T>> => {
  const { program, order, nodeArgs = [], through = [], hear, born } = what;
  const node = [process.execPath, '--conditions=source', ...nodeArgs, program, JSON.stringify(order)];
  const [command = process.execPath, ...args] = [...through, ...node];
  const env = { ...environment, ...what.env };
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
  born?.(child);
  const said: string[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const listen = (text: string): void => {
    hear?.(text);
    said.push(text);
  };
  child.stderr.on('data', (chunk: Buffer) => listen(chunk.toString()));
  createInterface({ input: child.stdout }).on('line', (line) => {
    listen(`${line}\n`);
    if (line.startsWith('{"ready"')) resolve((JSON.parse(line) as { ready: T }).ready);
  });
  child.once('exit', (code, signal) =>
    reject(
      new Error(
        `${program} ended with ${code ?? signal} before it was ready:\n${said.join('').slice(-2_000)}`,
      ),
    ),
  );
  return { child, ready: await promise };
};

/** Ends a process with a signal and waits for it. Resolves to its exit code. */
export const endProcess = async (
  child: ChildProcess,
  signal: 'SIGKILL' | 'SIGTERM',
): Promise<number | null> => {
  if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
  return child.exitCode;
};
