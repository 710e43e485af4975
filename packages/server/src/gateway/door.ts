import { refuse } from '@shopbell/protocol';

/**
 * Thousands come at once when a relay is back. They are let in a few per turn of the event loop, as many as it bears, so
 * that those inside and the health checks are answered in between:
 *
 *     arrives → the line → let in: upgrade, handshake, session …
 *                 └ full, or waited too long: refused, with when to come again
 *
 * A turn that took long lets in three quarters of the one before, a short one one more.
 */
export interface Door {
  /** Resolves when it is their turn. Refuses (`unavailable`). */
  enter: (isGone: () => boolean) => Promise<void>;
  /** Whether newcomers are refused: now, or some were a moment ago. */
  readonly isFull: boolean;
  /** Refuses all who wait. */
  close: () => void;
}

type DoorOptions = {
  monotonicMs?: () => number;
  /** Runs something in the next turn of the event loop. */
  atNextTurn?: (work: () => void) => void;
};

/** So many wait; a socket that waits takes a few kB. */
const lineMax = 4_096;
/** Their clients give up after six seconds: whoever has waited so long may as well come again. */
const patienceMs = 4_000;
/** A turn that takes longer is a slow one. */
const slowTurnMs = 20;
const mostInATurn = 32;
/** However slow the turns are, one is let in for so many milliseconds of them. */
const msForOne = 2;

type Waiting = { since: number; isGone: () => boolean; letIn: () => void; turnAway: () => void };

const comeBackMs = 3_000;

/** The refusal of those who should come again in a moment. */
export const busy = () =>
  refuse('unavailable', 'The relay is busy. Come back in a moment.', { retryAfterMs: comeBackMs });

const shareAfter = (share: number, tookMs: number): number => {
  const next = tookMs > slowTurnMs ? Math.floor((share * 3) / 4) : Math.min(mostInATurn, share + 1);
  return Math.max(next, Math.ceil(tookMs / msForOne), 1);
};

/** Makes the door of one relay. */
export const createDoor = ({
  monotonicMs = () => performance.now(),
  atNextTurn = (work) => void setImmediate(work),
}: DoorOptions = {}): Door => {
  const line = new Set<Waiting>();
  let share = 8;
  let turnedAt: number | null = null;
  let refusedAt = -comeBackMs;

  const admit = (waiting: Waiting, now: number): boolean => {
    line.delete(waiting);
    const isTooLate = now - waiting.since > patienceMs;
    if (isTooLate) refusedAt = now;
    const isLetIn = !isTooLate && !waiting.isGone();
    if (isLetIn) waiting.letIn();
    else waiting.turnAway();
    return isLetIn;
  };

  const turn = (): void => {
    const now = monotonicMs();
    share = shareAfter(share, now - (turnedAt ?? now));
    turnedAt = now;
    let left = share;
    for (const waiting of line) {
      if (left === 0) break;
      if (admit(waiting, now)) left -= 1;
    }
    if (line.size > 0) atNextTurn(turn);
    else turnedAt = null;
  };

  return {
    get isFull() {
      return line.size >= lineMax || monotonicMs() - refusedAt < comeBackMs;
    },
    enter: (isGone) => {
      if (line.size >= lineMax) return Promise.reject(busy());
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      const since = monotonicMs();
      line.add({ since, isGone, letIn: resolve, turnAway: () => reject(busy()) });
      if (turnedAt === null) {
        turnedAt = since;
        atNextTurn(turn);
      }
      return promise;
    },
    close: () => {
      for (const { turnAway } of line) turnAway();
      line.clear();
    },
  };
};
