import { createListeners } from '@shopbell/client';
import {
  readEntry,
  refuse,
  type ShopbellError,
  type ActionId,
  type ConversationId,
  type Entry,
  type Json,
  type PlanShown,
} from '@shopbell/protocol';
import { askAgain, type AgentConnection } from './connect.ts';
import { newNonce } from './nonce.ts';
import { tell, untold } from './request-steps.ts';
import type { RequestedAction, RequestState } from './request-types.ts';
import type { RequestOptions } from './types.ts';

type Request = { conversation: ConversationId; name: string; input: Json };
type Started = { conversation: ConversationId; seq: number; action: ActionId };
type Settled = Pick<
  RequestedAction<Json>,
  'planned' | 'confirmed' | 'approved' | 'succeeded' | 'verified' | 'finished'
>;
type Ended = RequestState & { isEnd: true };

/** Promises of the steps, settled as the states come; nobody has to listen to them. */
const createSteps = () => {
  const planned = Promise.withResolvers<PlanShown | null>();
  const confirmed = Promise.withResolvers<void>();
  const approved = Promise.withResolvers<void>();
  const succeeded = Promise.withResolvers<Json>();
  const verified = Promise.withResolvers<void>();
  const finished = Promise.withResolvers<Ended>();
  const all = { planned, confirmed, approved, succeeded, verified, finished };
  for (const { promise } of Object.values(all)) promise.catch(() => {});

  const reject = (error: ShopbellError): void => {
    for (const each of Object.values(all)) each.reject(error);
  };
  const agreed = (): void => {
    planned.resolve(null);
    confirmed.resolve();
    approved.resolve();
  };
  const ran = (state: RequestState & { output: Json | undefined }): void => {
    agreed();
    if (state.output !== undefined) succeeded.resolve(state.output);
    else succeeded.reject(refuse('action_failed', 'It took effect, but what it gave was never heard.'));
    if (state.step === 'verified') verified.resolve();
  };
  const settle = (state: RequestState): void => {
    if (state.step === 'planned') planned.resolve(state.plan);
    if (state.step === 'confirmed') confirmed.resolve();
    if (state.step === 'approved') approved.resolve();
    if (state.step === 'running') agreed();
    if ('output' in state) ran(state);
    if (!state.isEnd) return;
    finished.resolve(state as Ended);
    reject(refuse('action_failed', 'error' in state ? state.error.message : 'It is not read back.'));
  };
  const steps: Settled = {
    planned: planned.promise,
    confirmed: confirmed.promise,
    approved: approved.promise,
    succeeded: succeeded.promise,
    verified: verified.promise,
    finished: finished.promise,
  };
  return { steps, settle, reject };
};

const isStepOf = (entry: ReturnType<typeof readEntry>, action: ActionId): entry is Entry<'action'> =>
  entry?.type === 'action' && entry.data.action === action;

type Heard = { entry: (entry: Entry<'action'>) => void; lost: (error: ShopbellError) => void };

/** Listens in the transcript until it is undone. */
const listen = (connection: AgentConnection, started: Started, heard: Heard): (() => void) => {
  const offs = [
    connection.on('state:changed', (state) => {
      if (state.name === 'closed') heard.lost(refuse('disconnected', 'This agent is closed.'));
      if (state.name === 'refused') heard.lost(state.error);
    }),
    connection.on('feed:failed', ({ conversation, error }) => {
      if (conversation === started.conversation) heard.lost(error);
    }),
    connection.follow(started.conversation, started.seq, (wire) => {
      const entry = readEntry(wire);
      if (isStepOf(entry, started.action)) heard.entry(entry);
    }),
  ];
  return () => {
    for (const off of offs) off();
  };
};

/** Follows an action that was requested to its end. */
const follow = (connection: AgentConnection, started: Started): RequestedAction<Json> => {
  const { steps, settle, reject } = createSteps();
  const listeners = createListeners();
  let told = untold;
  let isOver = false;
  const over = (): void => {
    isOver = true;
    // The first entries may come while the listening is still being set up.
    queueMicrotask(() => off());
  };
  const off = listen(connection, started, {
    entry: (entry) => {
      if (isOver) return;
      told = tell(told, entry);
      settle(told.state);
      listeners.emit('changed', told.state);
      if (told.state.isEnd) over();
    },
    lost: (error) => {
      reject(error);
      over();
    },
  });
  return {
    id: started.action,
    get state() {
      return told.state;
    },
    ...steps,
    on: (listener) => listeners.on('changed', listener),
    cancel: () => connection.post('action:cancel', { action: started.action, nonce: newNonce() }),
  };
};

/** Asks for an action; resolves once the request is stored. The nonce makes it one request over lost connections. */
export const requestAction = async (
  connection: AgentConnection,
  request: Request,
  { audience = 'everyone', expects }: RequestOptions,
): Promise<RequestedAction<Json>> =>
  follow(
    connection,
    await askAgain(connection, 'action:request', {
      ...request,
      audience,
      nonce: newNonce(),
      ...(expects === undefined ? {} : { expects }),
    }),
  );
