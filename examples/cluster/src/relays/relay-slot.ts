import { spawn, type ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';

/** `draining`: it was asked to end and lets its clients go. */
export type RelayState = 'starting' | 'up' | 'draining' | 'down';

/** The place of one relay: a process, or none just now. It stays down until it is started. */
export type RelaySlot = {
  readonly name: string;
  readonly port: number;
  readonly state: RelayState;
  readonly pid: number | undefined;
  /** Since when it is in its state, ms since the Unix epoch. */
  readonly since: number;
  /** Resolves when it is ready; rejects with its last words when it ends before, or takes too long. */
  start: () => Promise<void>;
  /** Ends it at once, as a crash would (SIGKILL). Resolves when it is gone. */
  kill: () => Promise<void>;
  /** Asks it to end (SIGTERM) and says how it went. Resolves when it is gone. */
  drain: () => Promise<void>;
  /** The same without a word, whatever its state. */
  stop: () => Promise<void>;
};

export type SlotOptions = {
  name: string;
  port: number;
  /** What Node is given. */
  command: readonly string[];
  env: Record<string, string>;
  /** Hears what becomes of it, in sentences. */
  say: (sentence: string) => void;
  /** Hears what it writes to its error output. */
  onLine: (line: string) => void;
};

const readyMaxMs = 45_000;
const drainMaxMs = 12_000;
const pollMs = 50;
const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

const isReady = async (port: number): Promise<boolean> => {
  try {
    const response = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(1_000) });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
};

type Run = { process: ChildProcess; ended: Promise<string>; lastWords: () => string };

const launch = ({ command, env, onLine }: SlotOptions): Run => {
  const child = spawn(process.execPath, [...process.execArgv, ...command], {
    env,
    // In its own process group: Ctrl-C reaches the example alone.
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said: string[] = [];
  createInterface(child.stderr).on('line', (line) => {
    said = [...said, line].slice(-12);
    onLine(line);
  });
  const { promise: ended, resolve } = Promise.withResolvers<string>();
  child.once('error', (error) => resolve(error.message));
  child.once('close', (code, signal) => resolve(signal ?? `exit code ${code}`));
  return { process: child, ended, lastWords: () => said.join('\n') };
};

const becomeReady = async ({ ended, lastWords }: Run, { name, port }: SlotOptions): Promise<void> => {
  const until = performance.now() + readyMaxMs;
  while (!(await isReady(port))) {
    const how = await Promise.race([ended, pause(pollMs)]);
    if (typeof how === 'string') throw new Error(`${name} did not start (${how}).\n${lastWords()}`);
    if (performance.now() > until) throw new Error(`${name} is not ready after ${readyMaxMs / 1_000} s.`);
  }
};

const seconds = (sinceMs: number): string => `${((performance.now() - sinceMs) / 1_000).toFixed(1)} s`;

/** What a place holds just now. */
type Slot = SlotOptions & { run: Run | null; state: RelayState; since: number };

const become = (slot: Slot, state: RelayState): void => {
  Object.assign(slot, { state, since: Date.now() });
};

const end = async (slot: Slot, signal: 'SIGKILL' | 'SIGTERM'): Promise<void> => {
  const ending = slot.run;
  if (ending === null) return;
  if (signal === 'SIGTERM') become(slot, 'draining');
  ending.process.kill(signal);
  const force = setTimeout(() => ending.process.kill('SIGKILL'), drainMaxMs);
  await ending.ended;
  clearTimeout(force);
};

const watch = async (slot: Slot, watched: Run): Promise<void> => {
  const startedAt = performance.now();
  const how = await watched.ended;
  const before = slot.state;
  slot.run = null;
  become(slot, 'down');
  if (before === 'up') slot.say(`${slot.name} ended (${how}) after ${seconds(startedAt)}.`);
};

const start = async (slot: Slot): Promise<void> => {
  if (slot.run !== null) return;
  const startedAt = performance.now();
  become(slot, 'starting');
  const started = launch(slot);
  slot.run = started;
  void watch(slot, started);
  try {
    await becomeReady(started, slot);
  } catch (error) {
    started.process.kill('SIGKILL');
    throw error;
  }
  if (slot.state !== 'starting') return;
  become(slot, 'up');
  slot.say(`${slot.name} is up after ${seconds(startedAt)}.`);
};

const drain = async (slot: Slot): Promise<void> => {
  const { name, say } = slot;
  if (slot.state !== 'up') return;
  const askedAt = performance.now();
  say(`${name} drains: it takes nobody new and lets its clients go.`);
  await end(slot, 'SIGTERM');
  say(`${name} has drained and ended after ${seconds(askedAt)}.`);
};

/** Makes the place of a relay; nothing runs in it yet. */
export const createRelaySlot = (options: SlotOptions): RelaySlot => {
  const slot: Slot = { ...options, run: null, state: 'down', since: Date.now() };
  process.once('exit', () => slot.run?.process.kill('SIGTERM'));
  return {
    name: slot.name,
    port: slot.port,
    get state() {
      return slot.state;
    },
    get pid() {
      return slot.run?.process.pid;
    },
    get since() {
      return slot.since;
    },
    start: () => start(slot),
    kill: () => end(slot, 'SIGKILL'),
    drain: () => drain(slot),
    stop: () => end(slot, 'SIGTERM'),
  };
};
