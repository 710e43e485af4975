import type { DatabaseSync } from 'node:sqlite';
import { refuse } from '@shopbell/agent';
import { inPreview, inTransaction } from './database.ts';
import { canonical, versionOf } from './version.ts';

/**
 * Something that is to be done once. `key` is the caller’s; `input` is plain JSON. `version`: that of the preview it was
 * agreed to by; it is not done when it would come to something else by now.
 */
export type Deed = { key: string; method: string; input: unknown; preview: boolean; version?: string };

/** What was done under a key, and what it gave. */
export type DoneDeed = { key: string; method: string; at: number; result: unknown };

/** The keys of what was done: each once, in the same transaction as its effect. */
export type Keys = {
  /** What the work gave; for a preview with its `version`. */
  once: (deed: Deed, work: (at: number) => object) => unknown;
  get: (key: string) => DoneDeed | null;
};

const changed = () =>
  refuse(
    'conflict',
    'What the shop would do now is not what was agreed to: something changed meanwhile. Ask for it anew.',
  );

/** The keys in a database. */
export const createKeys = (database: DatabaseSync): Keys => {
  const select = database.prepare('SELECT key, method, input, result, at FROM deeds WHERE key = ?');
  const insert = database.prepare(
    'INSERT INTO deeds (key, method, input, result, at) VALUES (:key, :method, :input, :result, :at)',
  );
  const once: Keys['once'] = ({ key, method, input, preview, version }, work) => {
    const at = Date.now();
    if (preview) {
      const foreseen = inPreview(database, () => work(at));
      return { ...foreseen, version: versionOf(method, foreseen) };
    }
    const text = JSON.stringify(canonical(input));
    return inTransaction(database, () => {
      const done = select.get(key);
      if (done !== undefined) {
        if (done['method'] === method && done['input'] === text)
          return JSON.parse(String(done['result'])) as unknown;
        throw refuse('conflict', `The key ${key} stands for something else that was done. Take a new one.`);
      }
      const result = work(at);
      // Thrown inside the transaction: nothing of it was done.
      if (version !== undefined && version !== versionOf(method, result)) throw changed();
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
