import { createListeners, type Listeners } from '@shopbell/client';
import {
  partsToText,
  ShopbellError,
  type ActionId,
  type AgentCommands,
  type AnyEntry,
  type Conversation,
  type ConversationId,
  type FollowupId,
} from '@shopbell/protocol';
import { askAgain, begin, prepare, untilLive, type AgentConnection, type Session } from './connect.ts';
import { hear } from './conversation-handle.ts';
import { createDrafts } from './drafts.ts';
import { createFileReader } from './files.ts';
import { createInbox, type Inbox } from './inbox.ts';
import { createRoster, type Roster } from './roster.ts';
import { newNonce } from './nonce.ts';
import type { Agent, AgentEventMap, AgentOptions, AgentState, ConversationHandle } from './types.ts';

/** Summaries are asked for from this long before the last one heard: commits of several relays may cross. */
const overlapMs = 10_000;
/** Well below what a relay allows a socket, and what its packet limit lets be watched again at once. */
const watchedMax = 100;
const passedOn = [
  'typing:changed',
  'read:changed',
  'cart:changed',
  'team:changed',
  'actions:changed',
  'approvals:changed',
  'drafts:changed',
] as const;

type Parts = {
  connection: AgentConnection;
  session: Session;
  listeners: Listeners;
  roster: Roster;
  inbox: Inbox;
  failed: (error: unknown) => void;
};

/** What is heard of entries: who listens to one of these follows the conversations of the shop. */
const ofEntries: ReadonlySet<keyof AgentEventMap> = new Set(['message', 'rating', 'entry']);

/** Reports an entry, and what a shopper said as a message, what they thought of it as a rating. */
const report = (listeners: Listeners, conversation: ConversationHandle, entry: AnyEntry): void => {
  listeners.emit('entry', { conversation, entry });
  if (entry.type === 'message' && entry.by.kind === 'shopper') {
    listeners.emit('message', { conversation, entry, text: partsToText(entry.data.parts) });
  }
  if (entry.type === 'rating') {
    const { score, of, comment = null } = entry.data;
    listeners.emit('rating', { conversation, entry, score, of, comment });
  }
};

/** Keeps summaries up to date: as they change, and by asking for what changed while there was no connection. */
const watchInbox = ({ connection, session, listeners, roster, inbox, failed }: Parts): void => {
  let changedSince = session.now;
  const changed = (conversations: readonly Conversation[]): void => {
    for (const summary of conversations) {
      changedSince = Math.max(changedSince, summary.updatedAt);
      const conversation = roster.meet(summary);
      listeners.emit('conversation:changed', { conversation });
      inbox.changed(conversation);
    }
  };
  const catchUp = async (): Promise<void> => {
    const since = changedSince - overlapMs;
    if (connection.state.name === 'live' && connection.state.transport === 'websocket') {
      await askAgain(connection, 'inbox:watch', {});
    }
    let cursor: string | null = null;
    do {
      const input = { changedSince: since, limit: 200, ...(cursor ? { cursor } : {}) };
      const page: { conversations: Conversation[]; next: string | null } = await askAgain(
        connection,
        'conversation:list',
        input,
      );
      changed(page.conversations);
      cursor = page.next;
    } while (cursor);
  };
  connection.on('conversations:changed', ({ conversations }) => changed(conversations));
  connection.on('state:changed', ({ name }) => void (name === 'live' && catchUp().catch(failed)));
  void catchUp().catch(failed);
};

type Asking = Pick<
  Agent,
  | 'conversations'
  | 'search'
  | 'conversation'
  | 'team'
  | 'actions'
  | 'setState'
  | 'shopper'
  | 'approvals'
  | 'followups'
  | 'finishFollowup'
  | 'canned'
  | 'saveCanned'
  | 'removeCanned'
  | 'approve'
  | 'reject'
  | 'call'
>;

const asking = ({ connection, roster }: Parts): Asking => ({
  async conversations(filter = {}) {
    const page = await askAgain(connection, 'conversation:list', filter);
    return { conversations: page.conversations.map(roster.meet), next: page.next };
  },
  async search(query, options = {}) {
    const { results, next } = await askAgain(connection, 'conversation:search', { ...options, query });
    return {
      results: results.map(({ conversation, matches }) => ({
        conversation: roster.meet(conversation),
        matches,
      })),
      next,
    };
  },
  async conversation(id) {
    const page = await askAgain(connection, 'conversation:get', { conversation: id as ConversationId });
    return roster.meet(page.conversation);
  },
  team: async () => (await askAgain(connection, 'team:list', {})).people,
  setState: async (state) => void (await askAgain(connection, 'state:set', { state })),
  actions: async () => (await askAgain(connection, 'action:list', {})).actions,
  shopper: async (id) =>
    (await askAgain(connection, 'shopper:get', { shopper: id as `shp_${string}` })).shopper,
  approvals: (page = {}) => askAgain(connection, 'approval:list', page),
  followups: (filter = {}) => askAgain(connection, 'followup:list', filter),
  finishFollowup: (followup, note) =>
    connection.post('followup:finish', {
      followup: followup as FollowupId,
      nonce: newNonce(),
      ...(note === undefined ? {} : { note }),
    }),
  canned: async () => (await askAgain(connection, 'canned:list', {})).canned,
  // Not asked again: the second time, the first would stand in its way.
  saveCanned: (canned) => connection.call('canned:save', canned),
  removeCanned: async (id) => (await connection.call('canned:remove', { id })).removed,
  approve: (action, digest) =>
    connection.post('action:approve', { action: action as ActionId, digest, nonce: newNonce() }),
  reject: (action, digest, reason) =>
    connection.post('action:reject', {
      action: action as ActionId,
      digest,
      nonce: newNonce(),
      ...(reason === undefined ? {} : { reason }),
    }),
  async call(command, input) {
    await untilLive(connection, 15_000);
    return (await connection.call(command, input as never)) as AgentCommands[typeof command]['output'];
  },
});

/** A refusal is final: everything pending is settled, and the state stays `refused`. */
const watchState = (connection: AgentConnection, listeners: Listeners): (() => AgentState) => {
  let refusal: AgentState | null = null;
  connection.on('state:changed', (state) => {
    if (refusal) return;
    if (state.name === 'refused') {
      refusal = state;
      void connection.close();
    }
    listeners.emit('state:changed', state);
  });
  return () => refusal ?? connection.state;
};

/**
 * Connects to a relay and stays connected. Rejects with `unauthenticated` when the key is refused, with
 * `disconnected` when the relay cannot be reached within 30 seconds.
 */
export const connectAgent = async (options: AgentOptions): Promise<Agent> => {
  const connection = prepare(options);
  const listeners = createListeners();
  let isHeard = false;
  const failed = (error: unknown): void => {
    // Who closed it knows that what was under way was cut off.
    if (connection.state.name === 'closed' && error instanceof ShopbellError) return;
    if (isHeard) listeners.emit('error', error);
    else console.error(error);
  };
  const session = await begin(connection);
  const stateNow = watchState(connection, listeners);
  const skewMs = session.now - Date.now();
  const roster = createRoster({ connection, target: options, me: () => session.me.id, failed });
  const inbox = createInbox({
    connection,
    relayNow: () => Date.now() + skewMs,
    meet: roster.meet,
    watchedMax,
    heard: (conversation, entry) => report(listeners, conversation, entry),
    failed,
  });
  const parts: Parts = { connection, session, listeners, roster, inbox, failed };
  for (const name of passedOn) connection.on(name, (payload) => listeners.emit(name, payload));
  connection.on('feed:failed', ({ error }) => failed(error));
  if (session.me.role !== 'office') watchInbox(parts);

  return {
    me: session.me,
    shop: session.shop,
    uploads: session.uploads ?? null,
    get state() {
      return stateNow();
    },
    on<K extends keyof AgentEventMap>(event: K, listener: (payload: AgentEventMap[K]) => unknown) {
      if (event === 'error') isHeard = true;
      if (ofEntries.has(event) && options.follow !== 'none') {
        queueMicrotask(() => void inbox.start().catch(failed));
      }
      return listeners.on(event, (payload: AgentEventMap[K]) => void hear(listener, payload).catch(failed));
    },
    ...asking(parts),
    ...createDrafts(connection),
    ...createFileReader(options, connection),
    wake: () => connection.wake(),
    close: () => connection.close(),
    [Symbol.asyncDispose]: () => connection.close(),
  };
};
