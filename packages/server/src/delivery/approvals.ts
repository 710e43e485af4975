import type { Store, StoredEntry } from '../store/store.ts';
import type { Connection } from './connection.ts';
import { eventPacket } from './packets.ts';

/** Tells those who may approve how many plans of their shop wait for it, gathered. */
export interface ApprovalFeed {
  watch(shop: string, connection: Connection): void;
  leave(connection: Connection): void;
  /** Entries were stored: if one is a step of an action, who watches hears of it within the interval. */
  stored(shop: string, entries: readonly StoredEntry[]): void;
  /** An action has moved somewhere else: every shop’s watchers hear of it. */
  changed(): void;
  close(): void;
}

type Options = {
  store: Pick<Store, 'approvals'>;
  onError: (error: unknown) => void;
  /** At least so long between two events to one shop’s watchers. */
  intervalMs?: number;
};

// Quotes inside a text are escaped, so only a field reads like this; one that lies deeper costs a count, no more.
const isStep = ({ wire }: StoredEntry): boolean => wire.staff.includes('"type":"action"');

/** Makes the feed of approvals. */
export const createApprovalFeed = ({ store, onError, intervalMs = 200 }: Options): ApprovalFeed => {
  const watchers = new Map<string, Set<Connection>>();
  const pauses = new Map<string, NodeJS.Timeout>();
  const dirty = new Set<string>();

  const tell = async (shop: string): Promise<void> => {
    const { waiting } = await store.approvals(shop, { limit: 1 });
    const packet = eventPacket('staff', 'approvals:changed', JSON.stringify({ waiting }));
    for (const connection of watchers.get(shop) ?? []) connection.send(packet);
  };
  const flush = (shop: string): void => {
    pauses.delete(shop);
    if (!dirty.delete(shop)) return;
    pauses.set(
      shop,
      setTimeout(() => flush(shop), intervalMs),
    );
    tell(shop).catch(onError);
  };

  const mark = (shop: string): void => {
    dirty.add(shop);
    if (!pauses.has(shop)) flush(shop);
  };

  return {
    watch: (shop, connection) => {
      if (connection.isOpen) watchers.set(shop, (watchers.get(shop) ?? new Set()).add(connection));
    },
    leave: (connection) => {
      for (const [shop, set] of watchers) if (set.delete(connection) && set.size === 0) watchers.delete(shop);
    },
    stored: (shop, entries) => {
      if (watchers.has(shop) && entries.some(isStep)) mark(shop);
    },
    changed: () => {
      for (const shop of watchers.keys()) mark(shop);
    },
    close: () => {
      for (const pause of pauses.values()) clearTimeout(pause);
      pauses.clear();
      dirty.clear();
    },
  };
};
