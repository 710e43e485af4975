/** How long to wait between attempts. All in milliseconds. */
export type BackoffOptions = {
  /** The longest first wait. */
  baseMs: number;
  /** The longest wait of all. */
  capMs: number;
  /** A connection that lived so long starts over at `baseMs`. */
  stableMs: number;
  now: () => number;
  /** At least 0, less than 1. */
  random: () => number;
};

/** Waits between attempts, spread so that thousands do not come back at once. */
export type Backoff = {
  /**
   * The wait before the next attempt: anything between nothing and a bound that doubles, unless the relay asked for a wait
   * (`floorMs`): then that is added, and the bound stays, for the relay knows how busy it is.
   */
  next: (floorMs?: number) => number;
  /** The connection is live. */
  opened: () => void;
};

/** One wait with full jitter: uniform in [0, min(cap, base × 2^attempt)). */
export const jitter = (
  attempt: number,
  { baseMs, capMs, random }: Omit<BackoffOptions, 'stableMs' | 'now'>,
) => random() * Math.min(capMs, baseMs * 2 ** Math.min(attempt, 30));

/** Makes the waits of one connection. A floor (what the relay asked for) is added to, so that the spread stays. */
export const createBackoff = (options: BackoffOptions): Backoff => {
  let attempt = 0;
  let openedAt: number | null = null;
  return {
    next(floorMs = 0) {
      if (openedAt !== null && options.now() - openedAt >= options.stableMs) attempt = 0;
      openedAt = null;
      const wait = jitter(attempt, options);
      if (floorMs > 0) return floorMs + wait;
      attempt += 1;
      return wait;
    },
    opened() {
      openedAt = options.now();
    },
  };
};
