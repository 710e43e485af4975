import type { DatabaseSync } from 'node:sqlite';
import { refuse } from '@shopbell/agent';
import { inPreview, inTransaction } from './database.ts';

/** Something that is to be done once. `key` is the caller’s; `input` is plain JSON. */
export type Deed = { key: string; method: string; input: unknown; preview: boolean };

/** What was done under a key, and what it gave. */
export type DoneDeed = { key: string; method: string; at: number; result: unknown };

/** The keys of what was done: each once, in the same transaction as its effect. */
export type Keys = {
  once: (deed: Deed, work: (at: number) => unknown) => unknown;
  get: (key: string) => DoneDeed | null;
};

const canonical = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  const fields = Object.entries(value).filter(([, each]) => each !== undefined);
  return Object.fromEntries(
    fields.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, each]) => [name, canonical(each)]),
  );
};

/** The keys in a database. */
export const createKeys = (database: DatabaseSync): Keys => {
  const select = database.prepare('SELECT key, method, input, result, at FROM deeds WHERE key = ?');
  const insert = database.prepare(
    'INSERT INTO deeds (key, method, input, result, at) VALUES (:key, :method, :input, :result, :at)',
  );
  const once: Keys['once'] = ({ key, method, input, preview }, work) => {
    const at = Date.now();
    if (preview) return inPreview(database, () => work(at));
    const text = JSON.stringify(canonical(input));
    return inTransaction(database, () => {
      const done = select.get(key);
      if (done !== undefined) {
        if (done['method'] === method && done['input'] === text)
          return JSON.parse(String(done['result'])) as unknown;
        throw refuse('conflict', `The key ${key} stands for something else that was done. Take a new one.`);
      }
      const result = work(at);
      insert.run({ key, method, input: text, result: JSON.stringify(result), at });
      return result;
    });
  };
  return {
    once,
    get: (key) => {
      const row = select.get(key);
      if (row === undefined) return null;
      return {
        key,
        method: String(row['method']),
        at: Number(row['at']),
        result: JSON.parse(String(row['result'])) as unknown,
      };
    },
  };
};
