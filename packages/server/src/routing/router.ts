import type { Presence } from '../delivery/presence.ts';
import type { Roster } from '../delivery/roster.ts';
import type { Log } from '../log/log.ts';
import type { Settings } from '../shop/settings.ts';
import type { ConversationState, Store } from '../store/store.ts';
import type { Board, Boards } from './board.ts';
import { createHands } from './hands.ts';

/*
 * A shop is looked at when something may have changed, and every second anyway: what is due by then (an overflow, somebody who
 * is gone for too long) follows from times that are stored, so that a relay that comes up again knows it, too.
 *
 *     a commit, somebody comes or goes, a state ─┐
 *     every second ──────────────────────────────┴→ look: who is there → take back → give → … → again while it changes
 *
 * Each relay looks at every shop. Two of them may decide the same: the store takes one.
 */

/** Gives conversations to people, in the shops that want that. */
export interface Router {
  /** A conversation is so now. */
  follow: (state: Pick<ConversationState, 'shop' | 'status'>) => void;
  /** Something about a shop has changed. */
  look: (shop: string) => void;
  /** The clock was set: what is due may be due now. */
  wake: () => void;
  close: () => void;
}

type RouterOptions = {
  store: Pick<Store, 'shops' | 'toGive' | 'heldWaiting'>;
  log: Pick<Log, 'append' | 'state' | 'forget'>;
  boards: Pick<Boards, 'note'>;
  settings: Pick<Settings, 'service'>;
  roster: Pick<Roster, 'onPresence' | 'onElsewhere'>;
  presence: Pick<Presence, 'changed'>;
  now: () => number;
  onError: (error: unknown) => void;
  everyMs?: number;
};

/** Who was late looks again at once, so often; then it waits for the next second. */
const againMax = 3;

/** What staff see of it. */
const shown = ({ workers }: Board): string =>
  JSON.stringify(workers.map(({ id, state, load, capacity }) => [id, state, load, capacity]));

/** One look at a shop; resolves to whether there is more to do. */
const createLook = (options: RouterOptions, active: Set<string>) => {
  const { boards, settings, presence } = options;
  const hands = createHands(options);
  const told = new Map<string, string>();

  const tell = (shop: string, board: Board): void => {
    const now = shown(board);
    if (told.get(shop) === now) return;
    told.set(shop, now);
    presence.changed(shop);
  };
  const isGiving = async (shop: string, { routing }: Board): Promise<boolean> =>
    routing.outsideHours === 'give' || (await settings.service(shop))?.hours?.open !== false;

  return async (shop: string): Promise<boolean> => {
    const board = await boards.note(shop);
    if (!board) {
      if (active.delete(shop)) presence.changed(shop);
      told.delete(shop);
      return false;
    }
    active.add(shop);
    tell(shop, board);
    const { returned, late } = await hands.takeBack(shop, board);
    if (returned + late > 0) return true;
    if (!(await isGiving(shop, board))) return false;
    const given = await hands.give(shop, board);
    return given.late > 0;
  };
};

/** Looks at each shop one at a time; who asks during a look gets another after it. */
const createTurns = (look: (shop: string) => Promise<boolean>, onError: (error: unknown) => void) => {
  const busy = new Map<string, { isDue: boolean }>();
  let isClosed = false;

  const work = async (shop: string, turn: { isDue: boolean }): Promise<void> => {
    let again = 0;
    while (turn.isDue) {
      turn.isDue = false;
      const isMore = await look(shop);
      again = isMore ? again + 1 : 0;
      if (isMore && again <= againMax) turn.isDue = true;
      if (isClosed) return;
    }
  };
  return {
    ask: (shop: string): void => {
      const turn = busy.get(shop);
      if (turn) {
        turn.isDue = true;
        return;
      }
      if (isClosed) return;
      const mine = { isDue: true };
      busy.set(shop, mine);
      work(shop, mine)
        .catch((error: unknown) => {
          if (!isClosed) onError(error);
        })
        .finally(() => busy.delete(shop));
    },
    close: (): void => {
      isClosed = true;
    },
  };
};

/** Starts to give out conversations, in the shops whose settings say so. */
export const startRouter = (options: RouterOptions): Router => {
  const { store, roster, onError, everyMs = 1_000 } = options;
  const active = new Set<string>();
  /** When a shop was last seen to give out nothing. */
  const idle = new Map<string, number>();
  const look = createLook(options, active);
  const turns = createTurns(look, onError);

  const glance = (shop: string): void => {
    if (!active.has(shop)) {
      const at = performance.now();
      if (at - (idle.get(shop) ?? Number.NEGATIVE_INFINITY) < everyMs) return;
      idle.set(shop, at);
    }
    turns.ask(shop);
  };
  const wake = (): void => {
    for (const shop of active) turns.ask(shop);
  };
  const timer = setInterval(wake, everyMs);
  timer.unref();
  const stops = [roster.onPresence(glance), roster.onElsewhere(glance)];
  store
    .shops()
    .then((shops) => shops.forEach(({ id }) => glance(id)))
    .catch(onError);
  return {
    follow: ({ shop, status }) => {
      if (status !== 'open') glance(shop);
    },
    look: turns.ask,
    wake,
    close: () => {
      clearInterval(timer);
      turns.close();
      for (const stop of stops) stop();
    },
  };
};
