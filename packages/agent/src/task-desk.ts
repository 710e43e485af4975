import { ShopbellError, type ActionReport, type ActionTask } from '@shopbell/protocol';
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
  /** By task id: what became of it. */
  results: Map<string, Promise<ActionReport>>;
  /** Tasks that are being carried out or reported, by id. */
  busy: Map<string, Promise<void>>;
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

const take = (desk: Desk, task: ActionTask): void => {
  const handler = desk.handlers.get(task.name);
  if (!handler || desk.isClosing || desk.busy.has(task.id)) return;
  const failed = (error: unknown): void => desk.failed(error, task);
  const result =
    desk.results.get(task.id) ??
    inTurn(desk, () => {
      const leftMs = task.dueAt - desk.relayNow();
      return carryOut(task, { handler, leftMs, closing: desk.closing.signal, failed });
    });
  desk.results.set(task.id, result);
  const [oldest] = desk.results.keys();
  if (desk.results.size > rememberedMax && oldest) desk.results.delete(oldest);
  const done = result
    .then((report) => tell(desk, task, report))
    .catch(failed)
    .finally(() => desk.busy.delete(task.id));
  desk.busy.set(task.id, done);
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
    waiting: [],
    running: 0,
  };
  return { take: (task) => take(desk, task), close: (graceMs) => close(desk, graceMs) };
};
