import { spawn } from 'node:child_process';
import { delimiter, join, resolve as resolvePath } from 'node:path';
import { root } from './workspace.ts';

/** What to run: a program of the repository or the system, without a shell. `live` shows its output as it comes. */
export type Command = {
  program: string;
  args: readonly string[];
  folder?: string;
  env?: Record<string, string>;
  live?: boolean;
};

/** How it went; `output` holds both streams (empty when it was shown live). */
export type Ran = { ok: boolean; output: string; ms: number };

/** Runs a command to its end, with the repository's own programs first in the path. Never rejects. */
export const run = (command: Command): Promise<Ran> => {
  const startedAt = performance.now();
  const { promise, resolve } = Promise.withResolvers<Ran>();
  const chunks: Buffer[] = [];
  const end = (ok: boolean, problem = '') =>
    resolve({
      ok,
      output: Buffer.concat(chunks).toString() + problem,
      ms: performance.now() - startedAt,
    });
  const child = spawn(command.program, command.args, {
    cwd: resolvePath(root, command.folder ?? ''),
    env: {
      ...process.env,
      ...command.env,
      PATH: `${join(root, 'node_modules/.bin')}${delimiter}${process.env['PATH'] ?? ''}`,
    },
    stdio: ['ignore', command.live ? 'inherit' : 'pipe', command.live ? 'inherit' : 'pipe'],
  });
  child.stdout?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => chunks.push(chunk));
  child.once('error', (error) => end(false, `${command.program}: ${error.message}\n`));
  child.once('close', (code, signal) => end(code === 0, signal ? `ended by ${signal}\n` : ''));
  return promise;
};
