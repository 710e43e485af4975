import {
  AgentId,
  type ConversationId,
  readEntry,
  refuse,
  type AnyEntry,
  type Conversation,
  type Json,
} from '@shopbell/protocol';
import { newNonce } from './nonce.ts';
import type { Action } from './action-types.ts';
import { check } from './check.ts';
import { askAgain, type AgentConnection } from './connect.ts';
import { uploadTo, type Target } from './files.ts';
import { partsOf } from './parts-of.ts';
import { requestAction } from './request-action.ts';
import type { RequestedAction } from './request-types.ts';
import { resultOf } from './run-action.ts';
import type { ConversationHandle, PreviewOptions, RequestOptions, RunOptions } from './types.ts';

/** What a handle needs of its agent. */
export type HandleContext = {
  connection: AgentConnection;
  target: Target;
  /** One’s own id. */
  me: () => AgentId;
  /** Told of what cannot be handed to a caller. */
  failed: (error: unknown) => void;
};

/** A handle whose summary is kept up to date by its agent. */
export type LiveHandle = { handle: ConversationHandle; update: (summary: Conversation) => void };

/** Reads entries from the wire; what has no proper head is reported and left out. */
const readAll = (entries: readonly unknown[], failed: (error: unknown) => void): AnyEntry[] =>
  entries.flatMap((wire) => {
    const entry = readEntry(wire);
    if (!entry) failed(refuse('internal', 'The relay sent an entry that cannot be read.'));
    return entry ? [entry] : [];
  });

/** Calls a stranger’s function; what it throws, at once or later, rejects. */
export const hear = async <T>(listener: (payload: T) => unknown, payload: T): Promise<void> => {
  await listener(payload);
};

type Writer = Pick<
  ConversationHandle,
  | 'reply'
  | 'hold'
  | 'note'
  | 'upload'
  | 'followUp'
  | 'assign'
  | 'close'
  | 'recordOutcome'
  | 'reopen'
  | 'askIdentity'
  | 'typing'
  | 'markRead'
>;

const writing = ({ connection, target, me }: HandleContext, conversation: ConversationId): Writer => {
  const head = () => ({ conversation, nonce: newNonce() });
  const signal = (sent: Promise<unknown>): void => void sent.catch(() => {});
  return {
    reply: (content) => {
      const madeFrom =
        typeof content === 'object' && 'canned' in content && content.canned
          ? { canned: content.canned }
          : {};
      return connection.post('message:send', { ...head(), parts: partsOf(content), ...madeFrom });
    },
    hold: (content) => connection.post('draft:hold', { ...head(), parts: partsOf(content) }),
    note: (text, { files = [] } = {}) => {
      const named = files.length > 0 ? { files: files.map(({ id }) => id) } : {};
      return connection.post('note:add', { ...head(), text, ...named });
    },
    upload: uploadTo(target, conversation),
    followUp: ({ owner = null, ...about }) =>
      connection.post('followup:add', { ...head(), ...about, owner: owner === 'me' ? me() : owner }),
    assign: (to) =>
      connection.post('conversation:assign', { ...head(), to: to === 'me' ? me() : to && AgentId.parse(to) }),
    close: (outcome) => connection.post('conversation:close', { ...head(), ...(outcome ? { outcome } : {}) }),
    recordOutcome: (outcome) => connection.post('outcome:record', { ...head(), outcome }),
    reopen: () => connection.post('conversation:reopen', head()),
    // Not by the outbox, which would wait for a sender to appear.
    askIdentity: () => askAgain(connection, 'identity:ask', head()),
    typing: (typing) => signal(connection.call('typing:set', { conversation, typing }, { volatile: true })),
    markRead: (publicSeq) => signal(connection.call('read:mark', { conversation, publicSeq })),
  };
};

/** An action’s handle whose outputs are checked by its schema. */
const typed = (requested: RequestedAction<Json>, action: Action): RequestedAction<unknown> => {
  const succeeded = requested.succeeded.then((output) =>
    check(action.output, output, { code: 'action_failed', what: `The output of ${action.name}` }),
  );
  succeeded.catch(() => {});
  return Object.defineProperty({ ...requested, succeeded }, 'state', { get: () => requested.state });
};

type Asker = Pick<ConversationHandle, 'preview' | 'request' | 'run'>;
const asking = ({ connection }: HandleContext, conversation: ConversationId): Asker => {
  const checked = async (action: Action | string, input: unknown) => {
    if (typeof action === 'string') return { conversation, name: action, input: input as Json };
    await check(action.input, input, { code: 'bad_request', what: 'The input' });
    return { conversation, name: action.name, input: input as Json };
  };
  const ask = async (action: Action | string, input: unknown, options: RequestOptions) =>
    requestAction(connection, await checked(action, input), options);
  const preview = async (action: Action | string, input: unknown, options: PreviewOptions = {}) =>
    askAgain(connection, 'action:preview', { ...(await checked(action, input)), ...options });
  const request = async (action: Action | string, input: unknown, options: RequestOptions = {}) => {
    const requested = await ask(action, input, options);
    return typeof action === 'string' ? requested : typed(requested, action);
  };
  const run = async (action: Action | string, input: unknown, options: RunOptions = {}): Promise<unknown> => {
    const output = await resultOf(await ask(action, input, options), options.timeoutMs);
    if (typeof action === 'string') return output;
    return check(action.output, output, { code: 'action_failed', what: `The output of ${action.name}` });
  };
  // One function for both signatures: with an action the schemas give the types, with a name it is JSON.
  return {
    preview,
    request: request as ConversationHandle['request'],
    run: run as ConversationHandle['run'],
  };
};

type Reader = Pick<ConversationHandle, 'history' | 'follow' | 'cart'>;

const reading = ({ connection, failed }: HandleContext, summary: () => Conversation): Reader => {
  const conversation = summary().id;
  return {
    async history(options = {}) {
      const page = await askAgain(connection, 'entries:list', { conversation, ...options });
      return { entries: readAll(page.entries, failed), lastSeq: page.lastSeq };
    },
    cart: async () => (await askAgain(connection, 'cart:get', { conversation })).cart,
    follow(listener, { after = summary().lastSeq, onReset } = {}) {
      const offReset = connection.on('feed:reset', (reset) => {
        if (reset.conversation === conversation) onReset?.();
      });
      const off = connection.follow(conversation, after, (wire) => {
        for (const entry of readAll([wire], failed)) void hear(listener, entry).catch(failed);
      });
      return () => {
        offReset();
        off();
      };
    },
  };
};

/** Makes a conversation’s handle. */
export const createHandle = (context: HandleContext, first: Conversation): LiveHandle => {
  let summary = first;
  const handle: ConversationHandle = {
    id: first.id,
    get summary() {
      return summary;
    },
    ...writing(context, first.id),
    ...asking(context, first.id),
    ...reading(context, () => summary),
  };
  return { handle, update: (latest) => void (summary = latest) };
};
