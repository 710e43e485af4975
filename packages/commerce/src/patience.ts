const secondMs = 1_000;
const [soonMs, quickMs, briskMs] = [2 * secondMs, 2 * 60 * secondMs, 15 * 60 * secondMs];
const knownMax = 10_000;

/** How long to wait before something is looked at again: it is looked at often at first, and less often as it ages. */
export const waitFor = (ageMs: number): number => {
  if (ageMs < quickMs) return soonMs;
  return ageMs < briskMs ? 5 * secondMs : Math.round(ageMs / 60);
};

/** Knows since when things have been waited for, as long as this process lives; after that it begins anew. */
export const createPatience = (now: () => number = Date.now) => {
  const since = new Map<string, number>();
  return {
    /** How long to wait now, in milliseconds. */
    next: (id: string): number => {
      const first = since.get(id) ?? now();
      // Newest last, so that what is forgotten when there are many is what was asked for longest ago.
      since.delete(id);
      since.set(id, first);
      const [oldest] = since.keys();
      if (since.size > knownMax && oldest !== undefined) since.delete(oldest);
      return waitFor(now() - first);
    },
  };
};
