import type { ConversationId, ShopperEvents } from '@shopbell/protocol';
import { departuresKept, estimateWait } from '../rules/queue.ts';
import { competes, placesAhead } from '../rules/routing/lines.ts';
import { needAfter, needOf } from '../rules/routing/need.ts';
import type { Settings } from '../shop/settings.ts';
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
  store: Pick<Store, 'queue' | 'toGive'>;
  settings: Pick<Settings, 'of'>;
  roster: Pick<Roster, 'ofShopper'>;
  now: () => number;
  onError: (error: unknown) => void;
  /** At least so long between two looks at one shop’s queue. */
  intervalMs?: number;
  /** So many are counted: whoever has more before them is told “at least”. */
  counted?: number;
};

/** Somebody who waits, and in which of the shop’s lines: for a team, or for anybody (`null`). */
type InLine = { conversation: ConversationId; team: string | null };
type Departure = { at: number; team: string | null };

/** One shop’s queue: who of it is told here, what they were told last, how fast it goes. */
type Line = {
  told: Map<ConversationId, { shopper: string; key: string }>;
  /** Who was there at the last look. */
  seen: ReadonlyMap<ConversationId, string | null>;
  departures: Departure[];
  timer: NodeJS.Timeout | null;
};

const emptyLine = (): Line => ({ told: new Map(), seen: new Map(), departures: [], timer: null });

/** So many are remembered of all lines together. */
const rememberedMax = 4 * departuresKept;

/** Those who were waiting at the last look and are not any more have left, to whoever took them. */
const noteDepartures = (line: Line, rows: readonly InLine[], now: number): void => {
  const present = new Map(rows.map(({ conversation, team }) => [conversation, team]));
  // With more than are counted, whoever left was within the count, and somebody else came into it.
  const left = [...line.seen].filter(([id]) => !present.has(id)).map(([, team]) => ({ at: now, team }));
  line.departures = [...line.departures, ...left].slice(-rememberedMax);
  line.seen = present;
};

/** When the last of those left who wait for the same people. */
const departuresOf = ({ departures }: Line, team: string | null): number[] =>
  departures
    .filter((departure) => competes(team, departure.team))
    .map(({ at }) => at)
    .slice(-departuresKept);

type Ahead = { ahead: number; team: string | null };

const placeOf = (
  conversation: ConversationId,
  { place, counted, line, now }: { place: Ahead | undefined; counted: number; line: Line; now: number },
): Place => {
  if (place === undefined) return { conversation, ahead: counted, atLeast: true };
  const { ahead, team } = place;
  const waitMs = estimateWait(ahead, departuresOf(line, team), now);
  return { conversation, ahead, ...(waitMs === null ? {} : { waitMs }) };
};

type Look = { line: Line; rows: readonly InLine[]; counted: number; now: number; polls: QueuePolls };

/** Tells each who waits here, if it is something new; who is gone or waits no more is not told any more. */
const tellPlaces = ({ line, rows, counted, now, polls }: Look, roster: QueueOptions['roster']): void => {
  noteDepartures(line, rows, now);
  const places = placesAhead(rows);
  const placeAt = new Map(
    rows.map(({ conversation, team }, index) => [conversation, { ahead: places[index] ?? index, team }]),
  );
  const isAll = rows.length < counted;
  for (const [conversation, before] of line.told) {
    const connections = roster.ofShopper(before.shopper);
    const at = placeAt.get(conversation);
    const isHere = connections.size > 0 || polls.isHere(conversation);
    if (!isHere || (at === undefined && isAll)) {
      line.told.delete(conversation);
      polls.drop(conversation);
      continue;
    }
    const place = placeOf(conversation, { place: at, counted, line, now });
    polls.tell(place);
    const key = `${place.ahead} ${place.atLeast} ${place.waitMs}`;
    if (key === before.key) continue;
    line.told.set(conversation, { ...before, key });
    const packet = eventPacket('shopper', 'queue:changed', JSON.stringify(place));
    for (const connection of connections) connection.send(packet);
  }
};

/** Who waits in a shop, in which of its lines, who waits longest first. */
const readLines = async (
  { store, settings, now }: Pick<QueueOptions, 'store' | 'settings' | 'now'>,
  shop: string,
  counted: number,
): Promise<InLine[]> => {
  const { routing } = (await settings.of(shop)).settings;
  if (!routing) return (await store.queue(shop, counted)).map((row) => ({ ...row, team: null }));
  const at = now();
  return (await store.toGive(shop, counted)).map(({ conversation, since, ...origin }) => {
    const { team } = needAfter(routing, needOf(routing, origin), at - since);
    return { conversation, team };
  });
};

/**
 * Makes the queue of one relay. While somebody of a shop waits here, its queue is looked at once per interval, in one query that
 * gives no more than is counted; who is told something new is sent one packet.
 */
export const createQueue = (options: QueueOptions): Queue => {
  const { roster, now, onError, intervalMs = 2_000, counted = 200 } = options;
  const lines = new Map<string, Line>();
  const polls = createQueuePolls(now);
  let isClosed = false;

  const look = async (shop: string, line: Line): Promise<void> => {
    const rows = await readLines(options, shop, counted);
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
          else line.seen = new Map();
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
