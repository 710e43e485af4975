/** Listeners by event name. One that throws harms nobody else. */
export type Listeners = {
  on: (event: string, listener: (payload: never) => unknown) => () => void;
  emit: (event: string, payload: unknown) => void;
};

/** Runs a stranger’s function; what it throws is reported, not passed on. */
export const guarded = (run: () => unknown): void => {
  try {
    run();
  } catch (error) {
    console.error(error);
  }
};

/** Makes an empty set of listeners. */
export const createListeners = (): Listeners => {
  const byEvent = new Map<string, Set<(payload: never) => unknown>>();
  return {
    on(event, listener) {
      // Wrapped, so that the same function listening twice is two listeners.
      const own = (payload: never) => listener(payload);
      const all = byEvent.get(event) ?? new Set();
      byEvent.set(event, all.add(own));
      return () => void all.delete(own);
    },
    emit(event, payload) {
      byEvent.get(event)?.forEach((listener) => guarded(() => listener(payload as never)));
    },
  };
};
