import type { AgentCommands, ConversationId, ShopperCommands } from '@shopbell/protocol';
import { sizes } from '@shopbell/protocol/limits';
import type { ConversationState, Reader } from '../store/store.ts';
import {
  authorOf,
  conversationFor,
  notFound,
  readerOf,
  type ShopperContext,
  type StaffContext,
} from './context.ts';
import { conversationsIn, entriesOf, erasedIn } from './reply-data.ts';
import { assertStillValid } from './validity.ts';

type Context = ShopperContext | StaffContext;
type Parsed<K extends keyof AgentCommands & keyof ShopperCommands> = AgentCommands[K]['parsed'];
type Output<K extends keyof AgentCommands & keyof ShopperCommands> = AgentCommands[K]['output'];

/** `conversation:watch`: joins first and reads then, so that nothing falls between. Over HTTP it only reads. */
export const watchConversation = async (
  context: Context,
  { conversation, after, limit }: Parsed<'conversation:watch'>,
): Promise<Output<'conversation:watch'>> => {
  const { store, rooms, delivery, caller } = context;
  const { lastSeq } = await conversationFor(context, conversation);
  if (caller.connection) {
    delivery.follow(conversation, lastSeq);
    rooms.watch(conversation, caller.connection);
  }
  const page = await store.entries(readerOf(context), { conversation, after, limit });
  if (!page) throw notFound('conversation');
  return { entries: entriesOf(page), lastSeq: page.lastSeq, more: page.more, ...erasedIn(page) };
};

/** `conversation:unwatch`. */
export const unwatchConversation = (
  { rooms, caller }: Context,
  { conversation }: { conversation: ConversationId },
): Record<string, never> => {
  if (caller.connection) rooms.unwatch(conversation, caller.connection);
  return {};
};

/** `entries:list`: a page, oldest first. */
export const listEntries = async (
  context: Context,
  { conversation, after, before, limit }: Parsed<'entries:list'>,
): Promise<Output<'entries:list'>> => {
  const page = await context.store.entries(readerOf(context), {
    conversation,
    limit,
    ...(after === undefined ? {} : { after }),
    ...(before === undefined ? {} : { before }),
  });
  if (!page) throw notFound('conversation');
  return { entries: entriesOf(page), lastSeq: page.lastSeq, ...erasedIn(page) };
};

type Place = { conversation: ConversationId; after: number };

const readAfter = async (context: Context, reader: Reader, places: readonly Place[]) => {
  const entries: Output<'entries:wait'>['entries'] = [];
  for (const { conversation, after } of places) {
    const limit = sizes.pageSizeMax - entries.length;
    if (limit === 0) break;
    const page = await context.store.entries(reader, { conversation, after, limit });
    if (page) entries.push(...entriesOf(page));
  }
  return entries;
};

type Heard = NonNullable<Output<'entries:wait'>['signals']>[number];
type Ear = { heard: Heard[]; wake: () => void };

/** A shopper who waits for a first answer hears their place in the queue, as a connection would be told it. */
const overhearQueue = ({ queue, identity, caller }: Context, state: ConversationState, ear: Ear) => {
  if (identity.kind !== 'shopper' || caller.connection) return () => {};
  return queue.listen(state, identity.tokenDigest ?? '', (payload) => {
    ear.heard.push({ event: 'queue:changed', payload });
    ear.wake();
  });
};

/** Hears what a watching connection would, but for what the asker did; `wake` is called for each. Returns its undo. */
const overhear = (context: Context, states: readonly ConversationState[], { heard, wake }: Ear) => {
  const { rooms, identity } = context;
  const { id } = authorOf(context);
  const ids = states.map((state) => state.id);
  const places = states.map((state) => overhearQueue(context, state, { heard, wake }));
  const stop = rooms.overhear(ids, identity.kind === 'staff' ? 'staff' : 'shopper', ({ event, json }) => {
    const payload = JSON.parse(json) as { by?: { id: string } };
    if (payload.by?.id === id) return;
    heard.push({ event, payload });
    wake();
  });
  return (): void => {
    for (const undo of [...places, stop]) undo();
  };
};

type Poll = {
  ids: readonly ConversationId[];
  places: readonly Place[];
  heard: readonly Heard[];
  /** Ends the wait that is under way. */
  wake: () => void;
};

/** Reads, and where there is nothing waits; resolves to `null` when it is to be looked again. */
const waitOnce = async (context: Context, poll: Poll, leftMs: number) => {
  const { waiters, caller } = context;
  const wait = waiters.wait(poll.ids, leftMs);
  poll.wake = wait.cancel;
  const off = caller.connection?.onEnd(wait.cancel);
  try {
    const entries = await readAfter(context, readerOf(context), poll.places);
    const isOver = entries.length > 0 || poll.heard.length > 0 || caller.connection?.isOpen === false;
    if (isOver) return entries;
    await wait.done;
    if (waiters.isClosed) return [];
    await assertStillValid(context);
    return null;
  } finally {
    wait.cancel();
    off?.();
  }
};

/**
 * `entries:wait`: the long poll. It waits before it reads, so that nothing falls between; what wakes it may be
 * nothing this reader sees, and then it goes on waiting, so that its end tells nothing.
 */
export const waitForEntries = async (
  context: Context,
  { after, waitMs, signals }: Parsed<'entries:wait'>,
): Promise<Output<'entries:wait'>> => {
  const ids = conversationsIn(after);
  const states: ConversationState[] = [];
  for (const id of ids) {
    const state = await conversationFor(context, id);
    context.delivery.follow(id, state.lastSeq);
    states.push(state);
  }
  const places = ids.map((conversation) => ({ conversation, after: after[conversation] ?? 0 }));
  const heard: Heard[] = [];
  const poll: Poll = { ids, places, heard, wake: () => {} };
  const endsAt = performance.now() + waitMs;
  const stop = signals ? overhear(context, states, { heard, wake: () => poll.wake() }) : undefined;
  try {
    for (;;) {
      const leftMs = Math.ceil(endsAt - performance.now());
      const entries =
        leftMs > 0
          ? await waitOnce(context, poll, leftMs)
          : await readAfter(context, readerOf(context), places);
      if (entries) return { entries, ...(stop ? { signals: heard } : {}) };
    }
  } finally {
    stop?.();
  }
};
