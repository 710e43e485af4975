import { createAlarm } from '../alarm.ts';
import type { Store, StoredEntry } from '../store/store.ts';
import type { Connection } from './connection.ts';
import { eventPacket } from './packets.ts';

/*
 * Tells those who may release how many drafts of their shop are held, and for how many it is late:
 *
 *     a draft moves ──┐
 *     somebody comes ─┼→ count in the store ─→ tell ─→ alarm at the next due time ─┐
 *                     └────────────────────────────────────────────────────────────┘
 *
 * What is late is read from the store each time: a relay that was away says it when it is back.
 */

/** The feed of drafts that are held. */
export interface DraftFeed {
  /** Is told at once where there are any, then as it changes. */
  watch(shop: string, connection: Connection): void;
  leave(connection: Connection): void;
  /** Entries were stored, here or (some of them perhaps not read) elsewhere. */
  stored(shop: string, entries: readonly StoredEntry[]): void;
  /** The clock was set. */
  wake(): void;
  close(): void;
}

type Options = {
  store: Pick<Store, 'countHeld'>;
  now: () => number;
  onError: (error: unknown) => void;
  /** At least so long between two looks at one shop. */
  intervalMs?: number;
};

/** One shop: who watches, what they were told, when it is to be looked at again. */
type Watched = {
  connections: Set<Connection>;
  told: string;
  isDirty: boolean;
  pause: NodeJS.Timeout | null;
  alarm: ReturnType<typeof createAlarm>;
};

// Quotes inside a text are escaped, so only a field reads like this; one that lies deeper costs a count, no more.
const isStep = ({ wire }: StoredEntry): boolean => wire.staff.includes('"type":"draft"');

/** Looks into the store and tells one shop’s watchers, if it is something new. */
const createLook =
  ({ store, now }: Options) =>
  async (shop: string, watched: Watched): Promise<void> => {
    const { waiting, late, nextDueAt } = await store.countHeld(shop, { at: now() });
    if (nextDueAt === null) watched.alarm.stop();
    else watched.alarm.set(nextDueAt);
    const json = JSON.stringify({ waiting, late });
    if (json === watched.told) return;
    watched.told = json;
    const packet = eventPacket('staff', 'drafts:changed', json);
    for (const connection of watched.connections) connection.send(packet);
  };

const unwatched = (alarm: Watched['alarm']): Watched => ({
  connections: new Set(),
  told: '',
  isDirty: false,
  pause: null,
  alarm,
});

/** Makes the feed of drafts. */
export const createDraftFeed = (options: Options): DraftFeed => {
  const { now, onError, intervalMs = 200 } = options;
  const shops = new Map<string, Watched>();
  const look = createLook(options);

  const flush = (shop: string, watched: Watched): void => {
    watched.pause = null;
    if (!watched.isDirty || shops.get(shop) !== watched) return;
    watched.isDirty = false;
    watched.pause = setTimeout(() => flush(shop, watched), intervalMs);
    look(shop, watched).catch(onError);
  };
  const mark = (shop: string): void => {
    const watched = shops.get(shop);
    if (!watched) return;
    watched.isDirty = true;
    if (watched.pause === null) flush(shop, watched);
  };
  const open = (shop: string): Watched => {
    const watched = unwatched(createAlarm(() => mark(shop), now));
    shops.set(shop, watched);
    return watched;
  };
  const end = (shop: string, { alarm, pause }: Watched): void => {
    alarm.stop();
    if (pause !== null) clearTimeout(pause);
    shops.delete(shop);
  };

  return {
    watch: (shop, connection) => {
      if (!connection.isOpen) return;
      const watched = shops.get(shop) ?? open(shop);
      watched.connections.add(connection);
      watched.told = ''; // Whoever comes hears how it stands, the others once more.
      mark(shop);
    },
    leave: (connection) => {
      for (const [shop, watched] of shops)
        if (watched.connections.delete(connection) && watched.connections.size === 0) end(shop, watched);
    },
    stored: (shop, entries) => {
      if (entries.length === 0 || entries.some(isStep)) mark(shop);
    },
    wake: () => {
      for (const shop of shops.keys()) mark(shop);
    },
    close: () => {
      for (const [shop, watched] of shops) end(shop, watched);
    },
  };
};
