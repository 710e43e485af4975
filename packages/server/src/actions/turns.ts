/** Runs work on one key one after the other, in the order it was asked for; different keys do not wait. */
export const createTurns = () => {
  const last = new Map<string, Promise<void>>();
  return {
    /** Resolves or rejects as the work does. */
    take: async <T>(key: string, work: () => Promise<T>): Promise<T> => {
      const before = last.get(key);
      const { promise, resolve: settle } = Promise.withResolvers<void>();
      last.set(key, promise);
      await before;
      try {
        return await work();
      } finally {
        settle();
        if (last.get(key) === promise) last.delete(key);
      }
    },
  };
};
