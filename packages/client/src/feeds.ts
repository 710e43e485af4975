import type { AnyEntry, ConversationId } from '@shopbell/protocol';
import { createFeed, type Feed, type FeedOptions } from './feed.ts';

/** The conversations that are followed, each from its own place. */
export type Feeds = {
  follow: (conversation: ConversationId, after: number, listener: (entry: AnyEntry) => void) => () => void;
  take: (entry: AnyEntry) => void;
  /** Up to a place, a conversation is erased. */
  erased: (of: { conversation: ConversationId; seq: number }) => void;
  /** A new connection: everything is watched again from its place. */
  resume: () => void;
  /** The lowest place of each followed conversation. */
  places: () => Record<string, number>;
  close: () => void;
};

/** Makes an empty set of feeds; `changed` is called when others are followed than the transport was told. */
export const createFeeds = (options: FeedOptions & { changed: () => void }): Feeds => {
  const { call, live, changed } = options;
  const feeds = new Set<Feed>();
  const of = (conversation: string): Feed[] =>
    [...feeds].filter((feed) => feed.conversation === conversation);

  const remove = (feed: Feed): boolean => {
    feed.end();
    const isGone = feeds.delete(feed);
    if (isGone) changed();
    return isGone;
  };

  return {
    follow(conversation, after, listener) {
      const emit: FeedOptions['emit'] = (event, payload) => {
        if (event === 'feed:failed') remove(feed);
        options.emit(event, payload);
      };
      const feed: Feed = createFeed({ conversation, after, listener }, { ...options, emit });
      feeds.add(feed);
      changed();
      feed.resume();
      return () => {
        if (!remove(feed) || of(conversation).length > 0 || live() !== 'websocket') return;
        call('conversation:unwatch', { conversation }).catch(() => {});
      };
    },
    take(entry) {
      for (const feed of of(entry.conversation)) feed.take(entry);
    },
    erased({ conversation, seq }) {
      for (const feed of of(conversation)) feed.erased(seq);
    },
    resume() {
      for (const feed of feeds) feed.resume();
    },
    places() {
      const lowest: Record<string, number> = {};
      for (const { conversation, place } of feeds) {
        lowest[conversation] = Math.min(place, lowest[conversation] ?? place);
      }
      return lowest;
    },
    close() {
      for (const feed of feeds) remove(feed);
    },
  };
};
