import type { Clock } from '@shopbell/server';

/** The day’s clock, which its events set: hours pass in seconds. */
export type DayClock = Clock & { set: (at: number) => void };

/** Makes a clock that stands still between events; never goes back. */
export const createDayClock = (start: number): DayClock => {
  let now = start;
  const listeners = new Set<() => void>();
  return {
    now: () => now,
    onSet: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    set: (at) => {
      now = Math.max(now, at);
      for (const listener of listeners) listener();
    },
  };
};
