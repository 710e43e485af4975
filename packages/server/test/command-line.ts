import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../src/cli/program.ts';

const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url));

/** A process of the `shopbell` command, and all it wrote so far. */
export type Running = {
  child: ChildProcessWithoutNullStreams;
  out: () => string;
  err: () => string;
  /** Resolves to the exit code once the process has ended. */
  ended: Promise<number | null>;
  /** Resolves when the text has been written to standard output; rejects when the process ends without it. */
  says: (text: string) => Promise<void>;
};

const start = (commandLine: readonly string[], environment: Record<string, string>): Running => {
  const child = spawn(process.execPath, ['--conditions=source', '--no-warnings', cli, ...commandLine], {
    env: { PATH: '/usr/bin:/bin', ...environment },
  });
  let out = '';
  let err = '';
  const listeners = new Set<() => void>();
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    for (const listener of listeners) listener();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  const { promise: ended, resolve } = Promise.withResolvers<number | null>();
  child.on('close', resolve);
  const says = (text: string): Promise<void> => {
    const said = Promise.withResolvers<void>();
    const look = () => {
      if (out.includes(text)) said.resolve();
    };
    listeners.add(look);
    look();
    void ended.then((code) => said.reject(new Error(`ended with ${code} before “${text}”: ${err}`)));
    return said.promise;
  };
  return { child, out: () => out, err: () => err, ended, says };
};

/** The command in a folder of its own; what is still running at the end is killed. */
export const openCommandLine = async (environment: Record<string, string> = {}) => {
  const folder = await mkdtemp(join(tmpdir(), 'shopbell-cli-'));
  const running: Running[] = [];
  const settings = { SHOPBELL_DATA: join(folder, 'data'), LOG_LEVEL: 'warn', ...environment };
  const shopbell = (...commandLine: string[]): Running => {
    const process = start(commandLine, settings);
    running.push(process);
    return process;
  };
  return {
    folder,
    shopbell,
    /** Runs to the end, in this process: a start of its own costs more than the command. */
    async run(...commandLine: string[]) {
      let out = '';
      let err = '';
      const code = await run(commandLine, {
        environment: settings,
        out: (text) => {
          out += text;
        },
        err: (text) => {
          err += text;
        },
      });
      return { code, out, err };
    },
    /** Runs to the end as a process of its own. */
    async process(...commandLine: string[]) {
      const process = shopbell(...commandLine);
      return { code: await process.ended, out: process.out(), err: process.err() };
    },
    /** Serves on a free port. */
    async serve(...flags: string[]) {
      const process = shopbell('serve', '--port', '0', '--json', ...flags);
      await process.says('\n');
      return { ...process, ...(JSON.parse(process.out()) as { url: string; desk: string }) };
    },
    async [Symbol.asyncDispose]() {
      for (const { child } of running) child.kill('SIGKILL');
      await Promise.all(running.map(({ ended }) => ended));
      await rm(folder, { recursive: true });
    },
  };
};
