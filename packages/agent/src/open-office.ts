import { createListeners } from '@shopbell/client';
import { refuse, ShopbellError, type ActionReport, type ActionTask } from '@shopbell/protocol';
import type { ActionHandler, OfficeOptions } from './action-types.ts';
import { carryOut } from './carry-out.ts';
import { askAgain, begin, prepare, type AgentConnection } from './connect.ts';
import type { AgentState, Office } from './types.ts';

/** A report is tried for this long after it was due: the relay may have been away. */
const reportPatienceMs = 60_000;
/** Results of finished tasks that are remembered, to be reported again instead of run again. */
const rememberedMax = 1_000;
const closeGraceMs = 5_000;

type Desk = {
  connection: AgentConnection;
  handlers: Map<string, ActionHandler>;
  failed: NonNullable<OfficeOptions['onError']>;
  concurrency: number;
  relayNow: () => number;
  closing: AbortController;
  isClosing: boolean;
  /** By task id: what became of it. The same id handed over twice is carried out once. */
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
const tell = async (desk: Desk, task: ActionTask, result: ActionReport): Promise<void> => {
  for (;;) {
    try {
      await askAgain(desk.connection, 'action:report', result);
      return;
    } catch (error) {
      const mayRetry =
        error instanceof ShopbellError &&
        ['timeout', 'disconnected', 'unavailable', 'rate_limited'].includes(error.code);
      const isLate = desk.relayNow() > task.dueAt + reportPatienceMs;
      if (!mayRetry || isLate || desk.connection.state.name === 'closed') throw error;
      await new Promise((resolve) => setTimeout(resolve, error.details.retryAfterMs ?? 1_000));
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

/** Offers the actions; on each new connection, again. */
const offer = async (desk: Desk): Promise<readonly string[]> => {
  const actions = [...desk.handlers.values()].map((handler) => handler.offer);
  const { accepted } = await askAgain(desk.connection, 'office:open', { actions });
  const missing = actions.filter(({ name }) => !accepted.includes(name)).map(({ name }) => name);
  if (missing.length > 0)
    throw refuse('forbidden', `The relay does not let this key offer ${missing.join(', ')}.`);
  return accepted;
};

const close = async (desk: Desk): Promise<void> => {
  desk.isClosing = true;
  const grace = new Promise((resolve) =>
    AbortSignal.timeout(closeGraceMs).addEventListener('abort', resolve),
  );
  await Promise.race([Promise.all(desk.busy.values()), grace]);
  desk.closing.abort();
  await desk.connection.close();
};

const toolsOf = ({ actions }: OfficeOptions): Map<string, ActionHandler> => {
  const handlers = new Map(actions.map((handler) => [handler.offer.name, handler]));
  if (handlers.size === actions.length) return handlers;
  throw refuse('bad_request', 'Two of the actions have the same name.');
};

/**
 * Opens an office: its actions are offered, requests are carried out, results reported. Resolves once the relay has
 * accepted the offers; rejects with `unauthenticated` or `forbidden` (the key lacks `action:<name>`), or with
 * `disconnected` when the relay cannot be reached within 30 seconds.
 */
export const openOffice = async (options: OfficeOptions): Promise<Office> => {
  const handlers = toolsOf(options);
  // An offer lives as long as its connection: over HTTP there is none.
  const connection = prepare({ url: options.url, key: options.key, transports: ['websocket'] });
  const listeners = createListeners();
  let skewMs = 0;
  let accepted: readonly string[] = [];
  const desk: Desk = {
    connection,
    handlers,
    failed: options.onError ?? ((error) => console.error(error)),
    concurrency: options.concurrency ?? 16,
    relayNow: () => Date.now() + skewMs,
    closing: new AbortController(),
    isClosing: false,
    results: new Map(),
    busy: new Map(),
    waiting: [],
    running: 0,
  };
  connection.on('action:assigned', (task) => take(desk, task));
  connection.on('session:opened', ({ now }) => void (skewMs = now - Date.now()));
  await begin(connection);
  try {
    accepted = await offer(desk);
  } catch (error) {
    await connection.close();
    throw error;
  }
  connection.on('state:changed', (state) => {
    listeners.emit('state:changed', state);
    if (state.name !== 'live') return;
    offer(desk)
      .then((names) => void (accepted = names))
      .catch((error: unknown) => desk.failed(error, null));
  });

  return {
    get state(): AgentState {
      return connection.state;
    },
    get accepted() {
      return accepted;
    },
    on: listeners.on,
    close: () => close(desk),
    [Symbol.asyncDispose]: () => close(desk),
  };
};
