import type { ActionId, ConversationId } from '@shopbell/protocol';
import type { Log } from '../log/log.ts';
import type { Note, Peers } from '../store/peers.ts';
import type { ApprovalFeed } from './approvals.ts';
import type { Carts } from './carts.ts';
import type { Delivery } from './delivery.ts';
import type { Inbox } from './inbox.ts';
import type { Rooms } from './rooms.ts';
import type { Roster } from './roster.ts';

/*
 * What other relays commit comes here by hints, and without them within a second:
 *
 *     hint ──────────────────┐
 *     every second: heads of ├→ wanted → read what is after the cursor → deliver
 *     what is followed here ─┘
 *
 * A hint says only where to look: what is delivered was read from the store.
 */

type BusOptions = {
  peers: Peers;
  log: Pick<Log, 'learn' | 'peek'>;
  delivery: Delivery;
  rooms: Pick<Rooms, 'signal'>;
  carts: Pick<Carts, 'remember' | 'forget'>;
  roster: Pick<Roster, 'shops'>;
  inbox: Pick<Inbox, 'changed'>;
  approvals: Pick<ApprovalFeed, 'changed'>;
  now: () => number;
  onError: (error: unknown) => void;
  /** Hears which actions other relays have moved. */
  onAction?: ((action: ActionId) => void) | undefined;
  /** Hears of tokens taken elsewhere. */
  onTaken?: ((taken: { name: string; key: string; tokens: number }) => void) | undefined;
  /** Hears for which relay there is mail. */
  onMail?: ((to: string) => void) | undefined;
  /** Hears that somebody came or went at another relay. */
  onPresence?: (() => void) | undefined;
  lookEveryMs?: number;
};

/** What comes from the relays beside this one. */
export interface Bus {
  /** Some entries before those just committed are missing here. */
  want: (id: ConversationId) => void;
  close: () => void;
}

const placesPerRead = 500;
/** How far each look reaches back: the clocks of relays differ, commits take time. */
const overlapMs = 10_000;

/** Reads what is wanted, all that has gathered at once, and delivers it. */
const createReader = ({ peers, log, delivery, onError }: BusOptions) => {
  const wanted = new Set<ConversationId>();
  let isBusy = false;

  const readSome = async (): Promise<void> => {
    const ids = [...wanted].slice(0, placesPerRead);
    for (const id of ids) wanted.delete(id);
    const places = ids.map((conversation) => ({ conversation, after: delivery.at(conversation) ?? null }));
    for (const { state, entries, more } of await peers.read(places)) {
      log.learn(state);
      delivery.deliver({ entries, conversation: state });
      if (more) wanted.add(state.id);
    }
  };
  const work = async (): Promise<void> => {
    isBusy = true;
    try {
      while (wanted.size > 0) await readSome();
    } catch (error) {
      // The next look finds what is missing.
      wanted.clear();
      onError(error);
    } finally {
      isBusy = false;
    }
  };
  return (id: ConversationId): void => {
    wanted.add(id);
    if (!isBusy) void work();
  };
};

/** Looks for what no hint has told of. */
const createLook = (options: BusOptions, want: (id: ConversationId) => void) => {
  const { peers, log, delivery, roster, now } = options;
  const seen = new Map<ConversationId, number>();

  const lookAtFollowed = async (): Promise<void> => {
    const ids = delivery.followed();
    if (ids.length === 0) return;
    for (const { id, lastSeq } of await peers.heads(ids))
      if (lastSeq > (delivery.at(id) ?? lastSeq)) want(id);
  };
  /** Inboxes and shoppers’ lists show conversations that nobody follows. */
  const lookAtShops = async (): Promise<void> => {
    const shops = roster.shops();
    if (shops.length === 0) return seen.clear();
    const changed = await peers.changedSince(shops, now() - overlapMs);
    const before = new Map(seen);
    seen.clear();
    for (const { id, updatedAt, lastSeq } of changed) {
      seen.set(id, updatedAt);
      const isKnown = before.get(id) === updatedAt || (log.peek(id)?.lastSeq ?? 0) >= lastSeq;
      if (!isKnown) want(id);
    }
  };
  return async (): Promise<void> => {
    await lookAtFollowed();
    await lookAtShops();
  };
};

/** Starts to hear the relays beside this one, and to look for what was not heard. */
export const startBus = (options: BusOptions): Bus => {
  const { peers, log, delivery, rooms, carts, inbox, approvals, onError, lookEveryMs = 1_000 } = options;
  const want = createReader(options);
  const look = createLook(options, want);
  let isLooking = false;

  const lookNow = (): void => {
    if (isLooking) return;
    isLooking = true;
    look()
      .catch(onError)
      .finally(() => {
        isLooking = false;
      });
  };
  const hearChange = (id: ConversationId, seq: number): void => {
    const isKnown = seq > 0 && (log.peek(id)?.lastSeq ?? 0) >= seq && (delivery.at(id) ?? seq) >= seq;
    if (!isKnown) want(id);
  };
  const hearSignal = ({ conversation, side, event, json }: Note & { kind: 'signal' }): void => {
    rooms.signal({ conversation, side, event, json });
    if (event === 'cart:changed') carts.remember(conversation, json);
    if (event === 'conversation:erased') carts.forget(conversation);
    const shop = event === 'read:changed' ? log.peek(conversation)?.shop : undefined;
    if (shop !== undefined) inbox.changed(shop, conversation);
  };
  const hear = (note: Note): void => {
    if (note.kind === 'changed') hearChange(note.conversation, note.seq);
    else if (note.kind === 'signal') hearSignal(note);
    else if (note.kind === 'presence') options.onPresence?.();
    else if (note.kind === 'mail') options.onMail?.(note.to);
    else if (note.kind === 'taken') options.onTaken?.(note);
    else {
      approvals.changed();
      options.onAction?.(note.action);
    }
  };

  const timer = setInterval(lookNow, lookEveryMs);
  const off = peers.listen({ onNotes: (notes) => notes.forEach(hear), onGap: lookNow });
  return {
    want,
    close: () => {
      clearInterval(timer);
      off();
    },
  };
};
