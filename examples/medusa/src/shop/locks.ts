/** One after the other, by name, within this process. */
export type Locks = { hold: <T>(name: string, work: () => Promise<T>) => Promise<T> };

/** Makes locks; a name nobody waits for takes no memory. */
export const createLocks = (): Locks => {
  const tails = new Map<string, Promise<void>>();
  return {
    hold: async (name, work) => {
      const before = tails.get(name) ?? Promise.resolve();
      const { promise: mine, resolve: release } = Promise.withResolvers<void>();
      tails.set(name, mine);
      await before;
      try {
        return await work();
      } finally {
        release();
        if (tails.get(name) === mine) tails.delete(name);
      }
    },
  };
};
