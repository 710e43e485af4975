import type { Appended } from './log.ts';

/** Tells each listener; one that throws does not keep it from the others. */
export const createListeners = (onError: (error: unknown) => void) => {
  const listeners = new Set<(batch: readonly Appended[]) => void>();
  return {
    add: (listener: (batch: readonly Appended[]) => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    tell: (batch: readonly Appended[]): void => {
      for (const listener of listeners) {
        try {
          listener(batch);
        } catch (error) {
          onError(error);
        }
      }
    },
  };
};
