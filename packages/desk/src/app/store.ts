import { useEffect, useRef, useState } from 'preact/hooks';

/** One value that views watch. `set` takes the next value, or a function from the one before. */
export type Store<T> = {
  get(): T;
  set(next: T | ((before: T) => T)): void;
  /** Told after each change; the answer undoes it. */
  subscribe(listener: () => void): () => void;
};

/** A store that starts with `initial`. Setting the same value tells nobody. */
export const createStore = <T>(initial: T): Store<T> => {
  let value = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => value,
    set: (next) => {
      const after = typeof next === 'function' ? (next as (before: T) => T)(value) : next;
      if (Object.is(after, value)) return;
      value = after;
      for (const listener of Array.from(listeners)) listener();
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

/** The store's value, drawn again when it changes. */
export const useStore = <T>(store: Store<T>): T => {
  const [, draw] = useState({});
  const value = store.get();
  const drawn = useRef(value);
  drawn.current = value;
  useEffect(() => {
    const look = (): void => {
      if (!Object.is(drawn.current, store.get())) draw({});
    };
    // It may have changed between the drawing and this effect.
    look();
    return store.subscribe(look);
  }, [store]);
  return value;
};
