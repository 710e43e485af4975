import { ShopbellError, type ActionReport, type ActionTask } from '@shopbell/protocol';
import type { ActionHandler, OfficeOptions } from './action-types.ts';
import { carryOut } from './carry-out.ts';

/** A report is tried for this long after it was due: the relay may have been away. */
const reportPatienceMs = 60_000;
/** Results of finished tasks that are remembered, to be reported again instead of run again. */
const rememberedMax = 1_000;
/** When to ask again what came of a run that is still at it. */
const stillAtItMs = 2_000;
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
  /** The actions whose function has not come back, though its time may be over. */
  atIt: Map<ActionTask['id'], Promise<unknown>>;
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

/** The run of an action as its handler does it, watched until it comes back. */
const watched = (desk: Desk, id: ActionTask['id'], handler: ActionHandler): ActionHandler => ({
  ...handler,
  perform: (context) => {
    const work = handler.perform(context);
    desk.atIt.set(id, work);
    const over = (): void => {
      if (desk.atIt.get(id) === work) desk.atIt.delete(id);
    };
    work.then(over, over);
    return work;
  },
});

/**
 * What is to be verified may have run here without the relay hearing of it: what it gave is known then. And its
 * function may still be at it, whatever its signal told it: then nobody can say that nothing happened.
 */
const verify = async (
  desk: Desk,
  task: ActionTask,
  carry: (task: ActionTask) => Promise<ActionReport>,
): Promise<ActionReport> => {
  const run = await desk.runs.get(task.id);
  if (run?.step !== 'succeeded' || (task.output ?? null) !== null) {
    const report = await carry(task);
    if (report.step !== 'nothing' || !desk.atIt.has(task.id)) return report;
    return { action: task.id, lease: task.lease, step: 'later', againInMs: stillAtItMs };
  }
  const { output, card } = run;
  const report = await carry({ ...task, output });
  if (report.step !== 'verified' || report.output !== undefined) return report;
  return { ...report, output, ...(card ? { card } : {}) };
};

const carry = (desk: Desk, task: ActionTask, handler: ActionHandler): Promise<ActionReport> =>
  inTurn(desk, () => {
    const failed = (error: unknown): void => desk.failed(error, task);
    const closing = desk.closing.signal;
    const out = (asked: ActionTask): Promise<ActionReport> => {
      const leftMs = asked.dueAt - desk.relayNow();
      return carryOut(asked, { handler: watched(desk, task.id, handler), leftMs, closing, failed });
    };
    return task.ask === 'verify' ? verify(desk, task, out) : out(task);
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
    atIt: new Map(),
    waiting: [],
    running: 0,
  };
  return { take: (task) => take(desk, task), close: (graceMs) => close(desk, graceMs) };
};
