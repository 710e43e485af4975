/** When a commit begins, so that it is worth its price. Times are monotonic, in ms. */
export interface Pace {
  /** Something came to be committed; so many wait with it. */
  arrived: (now: number, waiting: number) => void;
  /** A commit begins. */
  begun: (now: number) => void;
  /** Resolves when the next one may begin with those that wait: the sockets have been read once more by then. */
  turn: (waiting: () => number) => Promise<void>;
  /** How long it is put off for others to join it, with so many waiting. */
  waitMs: (now: number, waiting: number) => number;
}

/** So far apart commits begin at most, where enough comes. */
const apartMs = 5;
/** How many must be expected in that time for it to be worth the wait. */
const worthwhile = 2;
/** With so many, a commit is cheap for each: it waits for no more. */
const enough = 16;
/** What came so long ago counts a third. */
const memoryMs = 50;

/**
 * Makes the pace of commits. Where little comes, each begins at once. From about 400 a second on they begin a few milliseconds
 * apart, unless enough has gathered before: a commit of two costs hardly more than one of one. A disk that takes longer than
 * that sets the pace by itself.
 */
export const createPace = (): Pace => {
  let lastAt = 0;
  let recent = 0;
  let begunAt = Number.NEGATIVE_INFINITY;
  let hurry: (() => void) | null = null;
  const recentAt = (now: number): number => recent * Math.exp((lastAt - now) / memoryMs);
  const waitMs = (now: number, waiting: number): number => {
    const expected = (recentAt(now) * apartMs) / memoryMs;
    return expected < worthwhile || waiting >= enough ? 0 : Math.max(0, begunAt + apartMs - now);
  };
  const gather = async (ms: number): Promise<void> => {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      hurry = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    hurry = null;
  };
  return {
    arrived: (now, waiting) => {
      recent = recentAt(now) + 1;
      lastAt = now;
      if (waiting >= enough) hurry?.();
    },
    begun: (now) => {
      begunAt = now;
    },
    turn: async (waiting) => {
      const ms = waitMs(performance.now(), waiting());
      if (ms > 0) await gather(ms);
      await new Promise(setImmediate);
    },
    waitMs,
  };
};
