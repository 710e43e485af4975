import { createListeners } from '@shopbell/client';
import { refuse } from '@shopbell/protocol';
import type { ActionHandler, OfficeOptions } from './action-types.ts';
import { askAgain, begin, prepare, type AgentConnection } from './connect.ts';
import { createTaskDesk, type TaskDesk } from './task-desk.ts';
import type { AgentState, Office } from './types.ts';

const closeGraceMs = 5_000;
const concurrencyDefault = 16;

const handlersOf = ({ actions }: OfficeOptions): Map<string, ActionHandler> => {
  const handlers = new Map(actions.map((handler) => [handler.offer.name, handler]));
  if (handlers.size === actions.length) return handlers;
  throw refuse('bad_request', 'Two of the actions have the same name.');
};

/** Offers the actions; on each new connection, again. */
const offer = async (
  connection: AgentConnection,
  handlers: ReadonlyMap<string, ActionHandler>,
): Promise<readonly string[]> => {
  const actions = [...handlers.values()].map((handler) => handler.offer);
  const { accepted } = await askAgain(connection, 'office:open', { actions });
  const missing = actions.filter(({ name }) => !accepted.includes(name)).map(({ name }) => name);
  if (missing.length === 0) return accepted;
  throw refuse('forbidden', `The relay does not let this key offer ${missing.join(', ')}.`);
};

const close = async (connection: AgentConnection, desk: TaskDesk): Promise<void> => {
  await desk.close(closeGraceMs);
  await connection.close();
};

/**
 * Opens an office: its actions are offered, requests are carried out, results reported. Resolves once the relay has
 * accepted the offers; rejects with `unauthenticated` or `forbidden` (the key lacks `action:<name>`), or with
 * `disconnected` when the relay cannot be reached within 30 seconds.
 */
export const openOffice = async (options: OfficeOptions): Promise<Office> => {
  const handlers = handlersOf(options);
  const { concurrency = concurrencyDefault, onError: failed = (error) => console.error(error) } = options;
  // An offer lives as long as its connection: over HTTP there is none.
  const connection = prepare({ url: options.url, key: options.key, transports: ['websocket'] });
  const listeners = createListeners();
  let skewMs = 0;
  const relayNow = (): number => Date.now() + skewMs;
  let offering: Promise<unknown> = Promise.resolve();
  const report = async (result: Parameters<typeof askAgain<'action:report'>>[2]) => {
    // On a new connection the relay first has to know what office this is.
    await offering;
    return askAgain(connection, 'action:report', result);
  };
  const desk = createTaskDesk({ handlers, report, failed, concurrency, relayNow });
  connection.on('action:assigned', desk.take);
  connection.on('session:opened', ({ now }) => void (skewMs = now - Date.now()));
  await begin(connection);
  let accepted: readonly string[] = [];
  try {
    accepted = await offer(connection, handlers);
  } catch (error) {
    await connection.close();
    throw error;
  }
  connection.on('state:changed', (state) => {
    listeners.emit('state:changed', state);
    if (state.name !== 'live') return;
    offering = offer(connection, handlers)
      .then((names) => void (accepted = names))
      .catch((error: unknown) => failed(error, null));
  });

  return {
    get state(): AgentState {
      return connection.state;
    },
    get accepted() {
      return accepted;
    },
    on: listeners.on,
    wake: () => connection.wake(),
    close: () => close(connection, desk),
    [Symbol.asyncDispose]: () => close(connection, desk),
  };
};
