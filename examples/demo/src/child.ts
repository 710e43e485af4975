import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Teller } from './teller.ts';

/** A program that is to run for as long as the demo does. */
export type Program = {
  /** How it is called in sentences: `the relay`. */
  name: string;
  /** What Node is given: the file, and what stands after it. */
  command: readonly string[];
  env: Record<string, string>;
  /** Whether it does its work; asked again and again until it says so. */
  isReady: (said: readonly string[]) => boolean | Promise<boolean>;
};

/** What a child reports. `line`: something it wrote to its error output. */
export type ChildEvents = {
  line: (line: string) => void;
  ended: (how: string, againInMs: number) => void;
  back: () => void;
};

/** A program that is started again when it ends, until it is stopped. */
export type Child = {
  /** Resolves when it is ready for the first time; rejects, saying why, when it ends before or takes too long. */
  ready: Promise<void>;
  readonly pid: number | undefined;
  /** Asks it to end, and after ten seconds makes it. */
  stop: () => Promise<void>;
};

const readyMaxMs = 45_000;
const stopMaxMs = 10_000;
const pollMs = 60;
const backoff = { firstMs: 250, mostMs: 10_000, calmMs: 30_000 } as const;

const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

type Run = { process: ChildProcess; said: string[]; ended: Promise<string> };

const launch = ({ command, env }: Program, hear: (line: string) => void): Run => {
  // In its own process group: Ctrl-C reaches the demo alone, which then stops its children one by one.
  const child = spawn(process.execPath, [...process.execArgv, ...command], {
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said: string[] = [];
  createInterface(child.stdout).on('line', (line) => said.push(line));
  createInterface(child.stderr).on('line', (line) => {
    said.push(line);
    hear(line);
  });
  const { promise: ended, resolve } = Promise.withResolvers<string>();
  child.once('error', (error) => resolve(error.message));
  child.once('close', (code, signal) =>
    resolve(signal === null ? `exit code ${code}` : `killed by ${signal}`),
  );
  return { process: child, said, ended };
};

const becomeReady = async ({ name, isReady }: Program, run: Run): Promise<void> => {
  const until = performance.now() + readyMaxMs;
  while (!(await isReady(run.said))) {
    const how = await Promise.race([run.ended, pause(pollMs)]);
    if (typeof how === 'string') {
      throw new Error(`It was not possible to start ${name} (${how}).\n${run.said.slice(-12).join('\n')}`);
    }
    if (performance.now() > until) {
      throw new Error(`It took ${name} longer than ${readyMaxMs / 1_000} seconds to get ready.`);
    }
  }
};

const end = async (run: Run): Promise<void> => {
  run.process.kill('SIGTERM');
  const force = setTimeout(() => run.process.kill('SIGKILL'), stopMaxMs);
  await run.ended;
  clearTimeout(force);
};

/** Starts a program and keeps it running. */
export const keepRunning = (program: Program, events: ChildEvents): Child => {
  let isStopping = false;
  let isUp = false;
  let waitMs: number = backoff.firstMs;
  let startedAt = performance.now();
  // What it says while it starts the first time is kept for the case that it fails.
  const hear = (line: string): void => {
    if (isUp) events.line(line);
  };
  let run = launch(program, hear);
  // However the demo itself ends, as far as it can still do something: no child stays behind.
  process.once('exit', () => run.process.kill('SIGTERM'));

  const again = async (): Promise<void> => {
    run = launch(program, hear);
    startedAt = performance.now();
    void watch(run);
    const isBack = await becomeReady(program, run).then(
      () => true,
      // It ended again: `watch` says so and goes on.
      () => false,
    );
    if (isBack && !isStopping) events.back();
  };
  const watch = async (watched: Run): Promise<void> => {
    const how = await watched.ended;
    if (isStopping) return;
    if (performance.now() - startedAt > backoff.calmMs) waitMs = backoff.firstMs;
    const againInMs = waitMs;
    waitMs = Math.min(waitMs * 2, backoff.mostMs);
    events.ended(how, againInMs);
    await pause(againInMs);
    if (!isStopping) await again();
  };
  const rise = async (): Promise<void> => {
    const first = run;
    await becomeReady(program, first);
    isUp = true;
    void watch(first);
  };

  return {
    ready: rise(),
    get pid() {
      return run.process.pid;
    },
    stop: async () => {
      isStopping = true;
      await end(run);
    },
  };
};

/** Starts a program and keeps it running, and tells what becomes of it. */
export const startTold = (program: Program, { say }: Pick<Teller, 'say'>): Child => {
  const name = program.name.replace(/^./, (first) => first.toUpperCase());
  return keepRunning(program, {
    line: (line) => say(`${program.name}: ${line}`),
    ended: (how, againInMs) => say(`${name} ended (${how}). It starts again in ${againInMs / 1_000} s.`),
    back: () => say(`${name} is back.`),
  });
};
