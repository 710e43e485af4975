/** Measurements of the last while. */
export type Samples = {
  add: (ms: number) => void;
  /** The middle one, in milliseconds; `null` where there is none. */
  median: () => number | null;
};

/** Keeps at most so many, and none that is older than that. */
export const createSamples = (most = 50, maxAgeMs = 60_000): Samples => {
  let taken: { at: number; ms: number }[] = [];
  return {
    add: (ms) => {
      taken = [...taken, { at: performance.now(), ms }].slice(-most);
    },
    median: () => {
      const young = taken.filter(({ at }) => performance.now() - at < maxAgeMs);
      const sorted = young.map(({ ms }) => ms).toSorted((one, other) => one - other);
      return sorted[Math.floor(sorted.length / 2)] ?? null;
    },
  };
};
