import type { AnyEntry } from '@shopbell/protocol';

/** How many early entries are held; what comes beyond is asked for again. */
const heldMax = 1_000;

/** A reader’s place in one conversation. */
export type Cursor = {
  /** The last seq handed on. */
  readonly place: number;
  /** Whether something is missing before what is held. */
  readonly hasHole: boolean;
  /** Takes an entry in any order, any number of times; hands on what follows the place. */
  take: (entry: AnyEntry) => void;
};

/**
 * Hands entries on in order, each once.
 *
 *     place = 4      take 4 → known, dropped      take 7 → held, a hole: 5 and 6 are to be asked for
 *                    take 5 → handed on           take 6 → handed on, and 7 with it
 */
export const createCursor = (after: number, deliver: (entry: AnyEntry) => void): Cursor => {
  let place = after;
  const held = new Map<number, AnyEntry>();

  return {
    get place() {
      return place;
    },
    get hasHole() {
      return held.size > 0;
    },
    take(entry) {
      if (entry.seq <= place) return;
      if (entry.seq !== place + 1 && held.size >= heldMax) return;
      held.set(entry.seq, entry);
      // The place moves before the entry is handed on: a listener that takes more, or throws, repeats nothing.
      for (let following = held.get(place + 1); following; following = held.get(place + 1)) {
        place = following.seq;
        held.delete(place);
        deliver(following);
      }
    },
  };
};
