/** One value, replaced whole, and who wants to know. */
export type Store<T> = {
  readonly value: T;
  set(patch: Partial<T> | ((value: T) => Partial<T>)): void;
  subscribe(listener: () => void): () => void;
};

/** Makes a store. Listeners hear once per turn, however much was set in it. */
export const createStore = <T extends object>(initial: T): Store<T> => {
  const listeners = new Set<() => void>();
  let value = initial;
  let isTold = true;
  const tell = (): void => {
    isTold = true;
    for (const listener of listeners) listener();
  };
  return {
    get value() {
      return value;
    },
    set(patch) {
      value = { ...value, ...(typeof patch === 'function' ? patch(value) : patch) };
      if (isTold) queueMicrotask(tell);
      isTold = false;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
};
