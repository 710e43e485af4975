/** A bounded memory: the most recently used entries, between `max` and twice as many. */
export interface Recent<K, V> {
  get: (key: K) => V | undefined;
  set: (key: K, value: V) => void;
  delete: (key: K) => void;
}

/**
 * Two generations: what is used moves to the young one; when that is full, the old one is dropped whole. Cheaper
 * than keeping an exact order, and just as bounded.
 */
export const createRecent = <K, V>(max: number): Recent<K, V> => {
  let young = new Map<K, V>();
  let old = new Map<K, V>();

  const set = (key: K, value: V): void => {
    young.set(key, value);
    if (young.size < max) return;
    old = young;
    young = new Map();
  };

  return {
    get: (key) => {
      const found = young.get(key);
      if (found !== undefined) return found;
      const aged = old.get(key);
      if (aged !== undefined) set(key, aged);
      return aged;
    },
    set,
    delete: (key) => {
      young.delete(key);
      old.delete(key);
    },
  };
};
