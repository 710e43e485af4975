/** Whom a demo tells what it does. */
export type Teller = {
  /** Does a piece of work and says so, with the time it took. */
  step: <T>(what: string, work: () => Promise<T>) => Promise<T>;
  say: (sentence: string) => void;
};

const say = (sentence: string): void => console.log(`  ${sentence}`);

/** Tells it on the terminal. */
export const teller: Teller = {
  say,
  step: async (what, work) => {
    const startedAt = performance.now();
    process.stdout.write(`  ${`${what} `.padEnd(40, '·')} `);
    try {
      const result = await work();
      process.stdout.write(`${((performance.now() - startedAt) / 1_000).toFixed(1)} s\n`);
      return result;
    } catch (error) {
      process.stdout.write('failed\n');
      throw error;
    }
  },
};

/** Resolves when the demo is asked to stop; a second time means at once. */
export const askedToStop = (): Promise<void> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let times = 0;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      times += 1;
      if (times > 1) process.exit(1);
      resolve();
    });
  }
  return promise;
};
