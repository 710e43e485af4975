import { ShopbellError, type ActionReport, type ActionTask, type Json } from '@shopbell/protocol';
import type { ActionHandler, OfficeOptions } from './action-types.ts';
import { carryOut } from './carry-out.ts';

/** A report is tried for this long after it was due: the relay may have been away. */
const reportPatienceMs = 60_000;
/** Results of finished tasks that are remembered, to be reported again instead of run again. */
const rememberedMax = 1_000;
/** How long those that were stopped have to say so. */
const lastWordsMs = 500;
const mayPass = new Set(['timeout', 'disconnected', 'unavailable', 'rate_limited']);

/** What a desk needs of its office. */
export type TaskDeskOptions = {
  handlers: ReadonlyMap<string, ActionHandler>;
  /** Gives the relay a report; rejects with a `ShopbellError`. */
  report: (report: ActionReport) => Promise<unknown>;
  failed: NonNullable<OfficeOptions['onError']>;
  concurrency: number;
  /** The relay’s clock, in milliseconds since the Unix epoch. */
  relayNow: () => number;
};

/** Carries tasks out, a few at a time, each once. */
export type TaskDesk = {
  take: (task: ActionTask) => void;
  /** Takes no more; lets what runs finish for so long, then tells it to stop. */
  close: (graceMs: number) => Promise<void>;
};

type Desk = TaskDeskOptions & {
  closing: AbortController;
  isClosing: boolean;
  /** By what was asked: what became of it. */
  results: Map<string, Promise<ActionReport>>;
  /** What is being carried out or reported. */
  busy: Map<string, Promise<void>>;
  /** By action: the last time it was run here. */
  runs: Map<ActionTask['id'], Promise<ActionReport>>;
  waiting: (() => void)[];
  running: number;
};

/** Runs now, or when one of those that run is done. */
const inTurn = async (desk: Desk, run: () => Promise<ActionReport>): Promise<ActionReport> => {
  if (desk.running >= desk.concurrency) await new Promise<void>((go) => desk.waiting.push(go));
  else desk.running++;
  try {
    return await run();
  } finally {
    const next = desk.waiting.shift();
    if (next) next();
    else desk.running--;
  }
};

/** Reports until the relay has it, or it is too late to matter. */
const tell = async (desk: Desk, task: ActionTask, report: ActionReport): Promise<void> => {
  for (;;) {
    try {
      await desk.report(report);
      return;
    } catch (error) {
      const isLate = desk.relayNow() > task.dueAt + reportPatienceMs;
      if (!(error instanceof ShopbellError) || !mayPass.has(error.code)) throw error;
      if (isLate || desk.closing.signal.aborted) throw error;
      const waitMs = error.details.retryAfterMs ?? 1_000;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
};

const remember = <K, V>(map: Map<K, V>, key: K, value: V): void => {
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > rememberedMax && oldest !== undefined) map.delete(oldest);
};

/**
 * What is to be verified may still run here, or have run without the relay hearing of it: first it is over, then it is
 * read back, and what it gave is known.
 */
const afterItsRun = async (desk: Desk, task: ActionTask): Promise<ActionTask> => {
  const run = desk.runs.get(task.id);
  if (!run) return task;
  const report = await run;
  const output: Json = report.step === 'succeeded' ? report.output : null;
  return { ...task, output: task.output ?? output };
};

const carry = (desk: Desk, task: ActionTask, handler: ActionHandler): Promise<ActionReport> =>
  inTurn(desk, async () => {
    const asked = task.ask === 'verify' ? await afterItsRun(desk, task) : task;
    const leftMs = task.dueAt - desk.relayNow();
    const failed = (error: unknown): void => desk.failed(error, task);
    return carryOut(asked, { handler, leftMs, closing: desk.closing.signal, failed });
  });

const take = (desk: Desk, task: ActionTask): void => {
  const handler = desk.handlers.get(task.name);
  const key = `${task.id} ${task.ask} ${task.lease}`;
  if (!handler || desk.isClosing || desk.busy.has(key)) return;
  const result = desk.results.get(key) ?? carry(desk, task, handler);
  remember(desk.results, key, result);
  if (task.ask === 'run') remember(desk.runs, task.id, result);
  const done = result
    .then((report) => tell(desk, task, report))
    .catch((error: unknown) => desk.failed(error, task))
    .finally(() => desk.busy.delete(key));
  desk.busy.set(key, done);
};

/** Resolves when all are done, at the latest after so long. */
const atMost = async (ms: number, all: Iterable<Promise<unknown>>): Promise<void> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const over = new Promise((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([Promise.all(all), over]);
  clearTimeout(timer);
};

const close = async (desk: Desk, graceMs: number): Promise<void> => {
  desk.isClosing = true;
  await atMost(graceMs, desk.busy.values());
  desk.closing.abort();
  await atMost(lastWordsMs, desk.busy.values());
};

/** Makes a desk. The same task handed over twice runs once; the second time, its result is reported again. */
export const createTaskDesk = (options: TaskDeskOptions): TaskDesk => {
  const desk: Desk = {
    ...options,
    closing: new AbortController(),
    isClosing: false,
    results: new Map(),
    busy: new Map(),
    runs: new Map(),
    waiting: [],
    running: 0,
  };
  return { take: (task) => take(desk, task), close: (graceMs) => close(desk, graceMs) };
};
