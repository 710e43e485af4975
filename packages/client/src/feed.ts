import type { AnyEntry, ConversationId, ShopbellError } from '@shopbell/protocol';
import { isRetryable, refuse } from '@shopbell/protocol/errors';
import { sizes } from '@shopbell/protocol/limits';
import { createCursor, type Cursor } from './cursor.ts';
import { guarded } from './listeners.ts';

/** What the feeds need of their connection. */
export type FeedOptions = {
  /** Rejects with a `ShopbellError`; always settles. */
  call: (command: string, input: unknown) => Promise<unknown>;
  /** Which transport is live; `null`: none. */
  live: () => 'websocket' | 'http' | null;
  emit: (event: 'feed:reset' | 'feed:failed', payload: unknown) => void;
  /** The wait before the n-th new try, in milliseconds. */
  delay: (attempts: number) => number;
};

/** What is followed, from where, and who listens. */
export type Following = {
  conversation: ConversationId;
  after: number;
  listener: (entry: AnyEntry) => void;
};

/** One follower of one conversation. */
export type Feed = {
  readonly conversation: ConversationId;
  readonly place: number;
  take: (entry: AnyEntry) => void;
  /** What stands up to a place is erased: what was heard of it is to be forgotten. */
  erased: (seq: number) => void;
  /** A new connection: watch again, from the place. */
  resume: () => void;
  end: () => void;
};

/** `cursor` is the one that asked, after the place it was at. */
type PageOfEntries = { entries: AnyEntry[]; lastSeq: number; erased?: number; after: number; cursor: Cursor };

type State = FeedOptions &
  Following & {
    cursor: Cursor;
    /** How far everything is erased; `null`: not told yet. */
    erasedSeq: number | null;
    isOver: boolean;
    isAsking: boolean;
    /** Whether this connection’s relay was asked to report new entries. */
    isWatched: boolean;
    attempts: number;
    timer?: ReturnType<typeof setTimeout>;
  };

const startAt = ({ listener }: Following, place: number): Cursor =>
  createCursor(place, (entry) => guarded(() => listener(entry)));

const ask = async (feed: State): Promise<PageOfEntries> => {
  const { conversation, cursor } = feed;
  const command = !feed.isWatched && feed.live() === 'websocket' ? 'conversation:watch' : 'entries:list';
  const after = cursor.place;
  const page = await feed.call(command, { conversation, after, limit: sizes.pageSizeMax });
  feed.isWatched = true;
  return { ...(page as Pick<PageOfEntries, 'entries' | 'lastSeq'>), after, cursor };
};

/** Begins anew: what was heard so far is to be forgotten. */
const reset = (feed: State, lastSeq: number): void => {
  feed.cursor = startAt(feed, 0);
  feed.emit('feed:reset', { conversation: feed.conversation, lastSeq });
};

/** Notes how far everything is erased; says whether some of it was heard before it was. */
const noteErased = (feed: State, seq: number): boolean => {
  const isNews = feed.erasedSeq !== null && seq > feed.erasedSeq && feed.cursor.place > 0;
  feed.erasedSeq = Math.max(seq, feed.erasedSeq ?? 0);
  return isNews;
};

/** Takes one page; says whether something is still missing. */
const takePage = (feed: State, { entries, lastSeq, erased = 0, after, cursor }: PageOfEntries): boolean => {
  // Asked before it began anew.
  if (cursor !== feed.cursor) return true;
  const before = feed.cursor.place;
  // Not the place of now: entries pushed meanwhile may have overtaken the answer.
  if (noteErased(feed, erased) || lastSeq < after) {
    reset(feed, lastSeq);
    return true;
  }
  for (const entry of entries) feed.cursor.take(entry);
  const isBehind = feed.cursor.hasHole || feed.cursor.place < lastSeq;
  if (isBehind && feed.cursor.place === before) {
    throw refuse('unavailable', 'The relay does not give what it says it has.');
  }
  return isBehind;
};

const read = async (feed: State): Promise<void> => {
  while (!feed.isOver && takePage(feed, await ask(feed)));
  feed.attempts = 0;
};

const failed = (feed: State, error: ShopbellError): void => {
  if (feed.isOver || error.code === 'disconnected') return;
  if (isRetryable(error.code)) {
    const waitMs = (error.details.retryAfterMs ?? 0) + feed.delay(feed.attempts++);
    feed.timer = setTimeout(catchUp, waitMs, feed);
    return;
  }
  feed.isOver = true;
  feed.emit('feed:failed', { conversation: feed.conversation, error });
};

const catchUp = (feed: State): void => {
  if (feed.isAsking || feed.isOver || !feed.live()) return;
  clearTimeout(feed.timer);
  feed.isAsking = true;
  void read(feed)
    .catch((error: ShopbellError) => failed(feed, error))
    .finally(() => void (feed.isAsking = false));
};

/** Follows one conversation: asks for what is missing, one question at a time, until nothing is. */
export const createFeed = (following: Following, options: FeedOptions): Feed => {
  const feed: State = {
    ...options,
    ...following,
    cursor: startAt(following, following.after),
    erasedSeq: null,
    isOver: false,
    isAsking: false,
    isWatched: false,
    attempts: 0,
  };
  return {
    conversation: feed.conversation,
    get place() {
      return feed.cursor.place;
    },
    take(entry) {
      if (!feed.isOver) feed.cursor.take(entry);
      if (feed.cursor.hasHole) catchUp(feed);
    },
    erased(seq) {
      if (feed.isOver || feed.cursor.place === 0 || seq <= (feed.erasedSeq ?? 0)) return;
      feed.erasedSeq = seq;
      reset(feed, feed.cursor.place);
      catchUp(feed);
    },
    resume() {
      feed.isWatched = false;
      catchUp(feed);
    },
    end() {
      feed.isOver = true;
      clearTimeout(feed.timer);
    },
  };
};
