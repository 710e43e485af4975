/** A clock that stands still until told otherwise; `now` is in ms since the Unix epoch. */
export type Clock = { now: () => number; advance: (ms: number) => void };

/** A clock that begins at a time. */
export const createClock = (start = 1_790_000_000_000): Clock => {
  let now = start;
  return {
    now: () => now,
    advance: (ms) => {
      now += ms;
    },
  };
};
