/** When a commit begins, so that it is worth its price. Times are monotonic, in ms. */
export interface Pace {
  /** Something came to be committed. */
  arrived: (now: number) => void;
  /** A commit begins. */
  begun: (now: number) => void;
  /** How long the next one is to be put off, for others to join it. */
  waitMs: (now: number) => number;
}

/** So far apart commits begin at most, where enough comes. */
const apartMs = 5;
/** How many must be expected in that time for it to be worth the wait. */
const worthwhile = 2;
/** What came so long ago counts a third. */
const memoryMs = 50;

/**
 * Makes the pace of commits. Where little comes, each begins at once. From about 400 a second on they begin a few milliseconds
 * apart: a commit of two costs hardly more than one of one. A disk that takes longer than that sets the pace by itself.
 */
export const createPace = (): Pace => {
  let lastAt = 0;
  let recent = 0;
  let begunAt = Number.NEGATIVE_INFINITY;
  const recentAt = (now: number): number => recent * Math.exp((lastAt - now) / memoryMs);
  return {
    arrived: (now) => {
      recent = recentAt(now) + 1;
      lastAt = now;
    },
    begun: (now) => {
      begunAt = now;
    },
    waitMs: (now) => {
      const expected = (recentAt(now) * apartMs) / memoryMs;
      return expected < worthwhile ? 0 : Math.max(0, begunAt + apartMs - now);
    },
  };
};
