import type { Append, Store } from '@shopbell/server';

/** An append that was stored: which conversation it is of, and when, on the machine’s own clock. */
export type Stored = { id: string; append: Append; atMs: number };

/** Between a relay and its store: sees what is stored, in its order, and whether anything is under way. */
export interface Witness {
  store: Store;
  /** Resolves when nothing has been asked of the store for a while. */
  quiet: () => Promise<void>;
}

const turns = 6;
const turn = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** Makes a witness; `onStored` hears of each append once. */
export const watch = (inner: Store, onStored: (stored: Stored) => void): Witness => {
  let pending = 0;
  let asked = 0;

  const counted =
    (call: (...args: never[]) => unknown) =>
    async (...args: never[]): Promise<unknown> => {
      pending += 1;
      asked += 1;
      try {
        return await call(...args);
      } finally {
        pending -= 1;
      }
    };
  const methods = Object.entries(inner).map(([name, value]) => [
    name,
    typeof value === 'function' ? counted(value as (...args: never[]) => unknown) : value,
  ]);
  const store = Object.fromEntries(methods) as Store;
  const append: Store['append'] = async (batch) => {
    const results = await inner.append(batch);
    const atMs = performance.now();
    for (const [index, result] of results.entries()) {
      const given = batch[index];
      if (given && result.ok && !result.repeated)
        onStored({ id: result.conversation.id, append: given, atMs });
    }
    return results;
  };
  return {
    store: { ...store, append: counted(append) as Store['append'] },
    quiet: async () => {
      for (let still = 0, before = -1; still < turns;) {
        await turn();
        still = pending === 0 && asked === before ? still + 1 : 0;
        before = asked;
      }
    },
  };
};
