/** The time of a relay for tests: the system’s, and as much later as it was moved on. */
export const createTestClock = () => {
  let aheadMs = 0;
  const listeners = new Set<() => void>();
  return {
    now: (): number => Date.now() + aheadMs,
    onSet: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    advance: (ms: number): void => {
      if (!(Number.isSafeInteger(ms) && ms >= 0))
        throw new RangeError(`A clock goes on by whole ms, not ${ms}.`);
      aheadMs += ms;
      for (const listener of listeners) listener();
    },
  };
};
