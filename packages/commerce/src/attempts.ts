/** Wrong guesses, counted per name over a window. */
export type Attempts = {
  /** Whether one of the names has used up its guesses. */
  isExhausted: (names: readonly string[], now: number) => boolean;
  /** Counts one wrong guess for each of the names. */
  count: (names: readonly string[], now: number) => void;
};

type Options = { max: number; windowMs: number; namesMax?: number };

/** Counts in memory, for at most `namesMax` names; the longest silent are forgotten first. */
export const createAttempts = ({ max, windowMs, namesMax = 10_000 }: Options): Attempts => {
  const counted = new Map<string, { times: number; until: number }>();
  return {
    isExhausted: (names, now) =>
      names.some((name) => {
        const entry = counted.get(name);
        return entry !== undefined && entry.until > now && entry.times >= max;
      }),
    count: (names, now) => {
      for (const name of names) {
        const entry = counted.get(name);
        const isLive = entry !== undefined && entry.until > now;
        counted.delete(name);
        counted.set(
          name,
          isLive ? { ...entry, times: entry.times + 1 } : { times: 1, until: now + windowMs },
        );
      }
      const surplus = counted.size - namesMax;
      for (const name of [...counted.keys()].slice(0, Math.max(0, surplus))) counted.delete(name);
    },
  };
};
