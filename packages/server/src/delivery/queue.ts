import type { ConversationId, ShopperEvents } from '@shopbell/protocol';
import { departuresKept, estimateWait } from '../rules/queue.ts';
import type { WaitingRow } from '../store/service-store.ts';
import type { ConversationState, Store } from '../store/store.ts';
import { eventPacket } from './packets.ts';
import { createQueuePolls, type QueuePolls } from './queue-polls.ts';
import type { Roster } from './roster.ts';

type Place = ShopperEvents['queue:changed'];
type Waiting = Pick<ConversationState, 'id' | 'shop' | 'shopper' | 'status' | 'waitingSince'>;

/** Tells shoppers who wait here how many are before them, as that changes. */
export interface Queue {
  /** A conversation is so now: who is connected and waits is told from here on. */
  follow(state: Waiting): void;
  /** A long poll in the name of a token hears its place, too. Returns its undo. */
  listen(state: Waiting, token: string, hear: (place: Place) => void): () => void;
  /** Who asks by long poll begins anew, and knows no place. */
  forget: QueuePolls['forget'];
  close(): void;
}

/** After somebody has come, the first look: with those who come with them. */
const soonMs = 50;

type QueueOptions = {
  store: Pick<Store, 'queue'>;
  roster: Pick<Roster, 'ofShopper'>;
  now: () => number;
  onError: (error: unknown) => void;
  /** At least so long between two looks at one shop’s queue. */
  intervalMs?: number;
  /** So many are counted: whoever has more before them is told “at least”. */
  counted?: number;
};

/** One shop’s queue: who of it is told here, what they were told last, how fast it goes. */
type Line = {
  told: Map<ConversationId, { shopper: string; key: string }>;
  /** Who was there at the last look. */
  seen: ReadonlySet<ConversationId>;
  departures: number[];
  timer: NodeJS.Timeout | null;
};

const emptyLine = (): Line => ({ told: new Map(), seen: new Set(), departures: [], timer: null });

/** Those who were waiting at the last look and are not any more have left, to whoever took them. */
const noteDepartures = (line: Line, rows: readonly WaitingRow[], now: number): void => {
  const present = new Set(rows.map(({ conversation }) => conversation));
  // With more than are counted, whoever left was within the count, and somebody else came into it.
  const left = [...line.seen].filter((id) => !present.has(id)).length;
  line.departures = [...line.departures, ...Array.from({ length: left }, () => now)].slice(-departuresKept);
  line.seen = present;
};

const placeOf = (
  conversation: ConversationId,
  { ahead, counted, line, now }: { ahead: number | undefined; counted: number; line: Line; now: number },
): Place => {
  if (ahead === undefined) return { conversation, ahead: counted, atLeast: true };
  const waitMs = estimateWait(ahead, line.departures, now);
  return { conversation, ahead, ...(waitMs === null ? {} : { waitMs }) };
};

type Look = {
  line: Line;
  rows: readonly WaitingRow[];
  counted: number;
  now: number;
  polls: QueuePolls;
};

/** Tells each who waits here, if it is something new; who is gone or waits no more is not told any more. */
const tellPlaces = ({ line, rows, counted, now, polls }: Look, roster: QueueOptions['roster']): void => {
  noteDepartures(line, rows, now);
  const aheadOf = new Map(rows.map(({ conversation }, index) => [conversation, index]));
  const isAll = rows.length < counted;
  for (const [conversation, before] of line.told) {
    const connections = roster.ofShopper(before.shopper);
    const ahead = aheadOf.get(conversation);
    const isHere = connections.size > 0 || polls.isHere(conversation);
    if (!isHere || (ahead === undefined && isAll)) {
      line.told.delete(conversation);
      polls.drop(conversation);
      continue;
    }
    const place = placeOf(conversation, { ahead, counted, line, now });
    polls.tell(place);
    const key = `${place.ahead} ${place.atLeast} ${place.waitMs}`;
    if (key === before.key) continue;
    line.told.set(conversation, { ...before, key });
    const packet = eventPacket('shopper', 'queue:changed', JSON.stringify(place));
    for (const connection of connections) connection.send(packet);
  }
};

/**
 * Makes the queue of one relay. While somebody of a shop waits here, its queue is looked at once per interval, in one query that
 * gives no more than is counted; who is told something new is sent one packet.
 */
export const createQueue = (options: QueueOptions): Queue => {
  const { store, roster, now, onError, intervalMs = 2_000, counted = 200 } = options;
  const lines = new Map<string, Line>();
  const polls = createQueuePolls(now);
  let isClosed = false;

  const look = async (shop: string, line: Line): Promise<void> => {
    const rows = await store.queue(shop, counted);
    if (isClosed) return;
    tellPlaces({ line, rows, counted, now: now(), polls }, roster);
  };
  const schedule = (shop: string, line: Line, afterMs: number): void => {
    if (line.timer !== null || isClosed) return;
    line.timer = setTimeout(() => {
      look(shop, line)
        .catch(onError)
        .finally(() => {
          line.timer = null;
          if (line.told.size > 0) schedule(shop, line, intervalMs);
          // Nobody looks now: who leaves meanwhile is not to count as leaving at once, later.
          else line.seen = new Set();
        });
    }, afterMs).unref();
  };

  const follow = ({ id, shop, shopper, status, waitingSince }: Waiting): void => {
    const line = lines.get(shop) ?? emptyLine();
    if (status !== 'queued' || waitingSince === null) {
      line.told.delete(id);
      polls.drop(id);
      return;
    }
    if (line.told.has(id) || (roster.ofShopper(shopper).size === 0 && !polls.isHere(id))) return;
    lines.set(shop, line);
    line.told.set(id, { shopper, key: '' });
    schedule(shop, line, soonMs);
  };

  return {
    follow,
    listen: (state, token, hear) => {
      if (state.status !== 'queued') return () => {};
      const stop = polls.listen(state.id, token, hear);
      follow(state);
      return stop;
    },
    forget: polls.forget,
    close: () => {
      isClosed = true;
      for (const { timer } of lines.values()) if (timer !== null) clearTimeout(timer);
      lines.clear();
    },
  };
};
