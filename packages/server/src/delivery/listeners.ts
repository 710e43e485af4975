/** Those who want to hear of one kind of thing. */
export interface Listeners<T> {
  /** Returns its undo. */
  on: (listener: (told: T) => void) => () => void;
  tell: (told: T) => void;
}

/** Makes an empty list of listeners. */
export const createListeners = <T>(): Listeners<T> => {
  const listeners = new Set<(told: T) => void>();
  return {
    on: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    tell: (told) => {
      for (const listener of listeners) listener(told);
    },
  };
};
