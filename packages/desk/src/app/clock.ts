import { createStore, type Store } from './store.ts';

/** The time, told once a second, for what ticks in view. `close` stops it. */
export const createClock = (): { now: Store<number>; close(): void } => {
  const now = createStore(Date.now());
  const timer = setInterval(() => now.set(Date.now()), 1_000);
  return { now, close: () => clearInterval(timer) };
};
