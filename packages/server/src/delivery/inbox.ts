import type { Conversation, ConversationId } from '@shopbell/protocol';
import type { Store } from '../store/store.ts';
import type { Connection } from './connection.ts';
import { eventPacket, type Packet } from './packets.ts';

/** Tells those who watch a shop’s inbox which conversations changed, gathered. */
export interface Inbox {
  watch(shop: string, connection: Connection): void;
  leave(connection: Connection): void;
  /** The conversation is another than it was; who watches hears of it within the interval. */
  changed(shop: string, conversation: ConversationId): void;
  close(): void;
}

type InboxOptions = {
  store: Pick<Store, 'conversation'>;
  onError: (error: unknown) => void;
  /** At least so long between two events to one shop’s watchers. */
  intervalMs?: number;
};

/** One packet stays well below what a client takes in one frame. */
const conversationsPerPacket = 100;

const changesOf = async (
  store: InboxOptions['store'],
  shop: string,
  ids: readonly ConversationId[],
): Promise<Packet | null> => {
  const found = await Promise.all(ids.map((id) => store.conversation(shop, id)));
  const conversations = found.filter((each): each is Conversation => each !== null);
  if (conversations.length === 0) return null;
  return eventPacket('staff', 'conversations:changed', JSON.stringify({ conversations }));
};

/** Makes the inbox feed. The first change goes out at once, those within the interval after it together. */
export const createInbox = ({ store, onError, intervalMs = 200 }: InboxOptions): Inbox => {
  const watchers = new Map<string, Set<Connection>>();
  const dirty = new Map<string, Set<ConversationId>>();
  const timers = new Map<string, NodeJS.Timeout>();

  const tell = async (shop: string, ids: readonly ConversationId[]): Promise<void> => {
    for (let from = 0; from < ids.length; from += conversationsPerPacket) {
      const packet = await changesOf(store, shop, ids.slice(from, from + conversationsPerPacket));
      if (packet) for (const connection of watchers.get(shop) ?? []) connection.send(packet);
    }
  };

  const flush = (shop: string): void => {
    timers.delete(shop);
    const ids = dirty.get(shop);
    if (!ids) return;
    dirty.delete(shop);
    timers.set(
      shop,
      setTimeout(() => flush(shop), intervalMs),
    );
    tell(shop, [...ids]).catch(onError);
  };

  return {
    watch: (shop, connection) => {
      if (!connection.isOpen) return;
      watchers.set(shop, (watchers.get(shop) ?? new Set()).add(connection));
    },
    leave: (connection) => {
      for (const [shop, set] of watchers) if (set.delete(connection) && set.size === 0) watchers.delete(shop);
    },
    changed: (shop, conversation) => {
      if (!watchers.has(shop)) return;
      const ids = dirty.get(shop);
      if (ids) {
        ids.add(conversation);
        return;
      }
      dirty.set(shop, new Set([conversation]));
      // Not in this turn: a batch names its conversations one after the other, and they belong together.
      if (!timers.has(shop))
        timers.set(
          shop,
          setTimeout(() => flush(shop), 0),
        );
    },
    close: () => {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
      dirty.clear();
    },
  };
};
