import {
  readEntry,
  ShopbellError,
  type AnyEntry,
  type Conversation,
  type ConversationId,
} from '@shopbell/protocol';
import { askAgain, type AgentConnection } from './connect.ts';
import type { ConversationHandle } from './types.ts';

const pageSize = 200;

/** What the inbox needs of its agent. */
export type InboxOptions = {
  connection: AgentConnection;
  /** The relay’s clock, in milliseconds since the Unix epoch. */
  relayNow: () => number;
  /** The handle of a conversation; held for as long as it is followed. */
  meet: (summary: Conversation) => ConversationHandle;
  heard: (conversation: ConversationHandle, entry: AnyEntry) => void;
  failed: (error: unknown) => void;
  /** The most conversations watched at once; the one quiet longest makes room, its place is kept. */
  watchedMax: number;
};

/** Follows every conversation of the shop, each entry once, over lost connections. */
export type Inbox = {
  /** Begins with what nobody has answered yet. */
  start: () => Promise<void>;
  /** A conversation has changed: follow it, unless it is followed. */
  changed: (conversation: ConversationHandle) => void;
};

type Feed = { conversation: ConversationHandle; off: () => void };
type Box = InboxOptions & {
  /** `null` until started: nothing is followed yet. */
  since: number | null;
  /** The last seq heard, of every conversation met so far. */
  places: Map<ConversationId, number>;
  /** The feeds that are open, the one quiet longest first. */
  open: Map<ConversationId, Feed>;
  /** Conversations whose place is being looked for. */
  seeking: Set<ConversationId>;
};

const isAnswer = ({ type, audience, by }: AnyEntry): boolean =>
  type === 'message' && audience === 'everyone' && by.kind !== 'shopper';

/** The place before which everything is known: the last entry for which `isKnown` holds, or the beginning. */
const placeAfter = async (
  { connection }: Box,
  conversation: ConversationId,
  isKnown: (entry: AnyEntry) => boolean,
): Promise<number> => {
  let before: number | undefined;
  for (;;) {
    const query = { conversation, limit: pageSize, ...(before ? { before } : {}) };
    const { entries } = await askAgain(connection, 'entries:list', query);
    const all = entries.flatMap((wire) => readEntry(wire) ?? []);
    const known = all.findLast(isKnown);
    if (known) return known.seq;
    before = all[0]?.seq;
    if (before === undefined || before <= 1) return 0;
  }
};

const close = (box: Box, id: ConversationId): void => {
  box.open.get(id)?.off();
  box.open.delete(id);
};

/** Moves to the end of the order in which feeds make room. */
const touch = (box: Box, id: ConversationId): void => {
  const feed = box.open.get(id);
  if (!feed) return;
  box.open.delete(id);
  box.open.set(id, feed);
};

const open = (box: Box, conversation: ConversationHandle, after: number): void => {
  const { id } = conversation;
  close(box, id);
  box.places.set(id, after);
  const off = box.connection.follow(id, after, (wire) => {
    box.places.set(id, wire.seq);
    touch(box, id);
    const entry = readEntry(wire);
    if (entry) box.heard(conversation, entry);
  });
  box.open.set(id, { conversation, off });
  const [quietest] = box.open.keys();
  if (box.open.size > box.watchedMax && quietest) close(box, quietest);
};

/** Follows from what is not known; a place already kept is taken as it is. */
const seek = async (
  box: Box,
  conversation: ConversationHandle,
  isKnown: (entry: AnyEntry) => boolean,
): Promise<void> => {
  const { id } = conversation;
  if (box.seeking.has(id) || box.open.has(id)) return;
  box.seeking.add(id);
  try {
    open(box, conversation, box.places.get(id) ?? (await placeAfter(box, id, isKnown)));
  } catch (error) {
    if (!(error instanceof ShopbellError && error.code === 'disconnected')) box.failed(error);
  } finally {
    box.seeking.delete(id);
  }
};

const changed = (box: Box, conversation: ConversationHandle): void => {
  const { id, summary } = conversation;
  const { since } = box;
  if (since === null || box.open.has(id) || box.seeking.has(id)) return;
  const place = box.places.get(id) ?? (summary.openedAt >= since ? 0 : undefined);
  if (place === undefined) void seek(box, conversation, (entry) => entry.at < since);
  else if (summary.lastSeq > place) open(box, conversation, place);
};

const start = async (box: Box): Promise<void> => {
  if (box.since !== null) return;
  box.since = box.relayNow();
  let cursor: string | null = null;
  do {
    const input = {
      status: ['queued' as const, 'open' as const],
      limit: pageSize,
      ...(cursor ? { cursor } : {}),
    };
    const page: { conversations: Conversation[]; next: string | null } = await askAgain(
      box.connection,
      'conversation:list',
      input,
    );
    const waiting = page.conversations.filter(({ waitingSince }) => waitingSince !== null);
    for (const summary of waiting) await seek(box, box.meet(summary), isAnswer);
    cursor = page.next;
  } while (cursor);
};

/** Makes an inbox; it follows nothing before `start`. */
export const createInbox = (options: InboxOptions): Inbox => {
  const box: Box = { ...options, since: null, places: new Map(), open: new Map(), seeking: new Set() };
  options.connection.on('feed:failed', ({ conversation }) => close(box, conversation));
  // The relay was set back: what it has now was not heard, but only what waits for an answer is new to anyone.
  options.connection.on('feed:reset', ({ conversation }) => {
    const feed = box.open.get(conversation);
    if (!feed) return;
    close(box, conversation);
    box.places.delete(conversation);
    void seek(box, feed.conversation, isAnswer);
  });
  return { start: () => start(box), changed: (conversation) => changed(box, conversation) };
};
