/*
 * Loaded before a relay (`--import`): it alters a text of the sources as they are loaded, in every thread. What ships
 * knows nothing of it.
 */
import { registerHooks } from 'node:module';
import { isMainThread } from 'node:worker_threads';
import type { Failpoint } from './failpoints.ts';
import { dieAt } from './hits.ts';

/** One text of a source for another; `file` is how its address ends. */
export type Alteration = { file: string; text: string; replacement: string };

const alterVariable = 'SHOPBELL_CHAOS_ALTER';
const dieVariable = 'SHOPBELL_CHAOS_DIE_AFTER';

/** What a process is started with, so that its sources are altered. */
export const altered = (alteration: Alteration) => ({
  nodeArgs: ['--import', import.meta.url],
  env: { [alterVariable]: JSON.stringify(alteration) },
});

/** The store’s transaction, with a place between the last statement of a batch and its commit. */
export const transactionPoint: Alteration = {
  file: '/store/sqlite/append.ts',
  text: 'return each;',
  replacement: 'globalThis.beforeCommit?.(appends); return each;',
};

/** Every hint to the other relays is lost: none is ever packed. */
export const hintsLost: Alteration = {
  file: '/store/postgres/notes.ts',
  text: 'let open = from;',
  replacement: 'notes = []; let open = from;',
};

/** Makes the store’s thread end the process in a transaction, if that is where it is to be killed. */
export const dieInTransaction = (failpoint: Failpoint | null): void => {
  if (failpoint?.point === 'in the transaction') process.env[dieVariable] = String(failpoint.after);
};

const alter = ({ file, text, replacement }: Alteration): void => {
  registerHooks({
    load: (url, context, next) => {
      const loaded = next(url, context);
      if (!url.endsWith(file)) return loaded;
      const source = Buffer.from(loaded.source as string | Uint8Array).toString();
      if (!source.includes(text)) throw new Error(`${file} has no “${text}” to alter`);
      return { ...loaded, source: source.replace(text, replacement) };
    },
  });
};

const wanted = process.env[alterVariable];
if (wanted !== undefined) alter(JSON.parse(wanted) as Alteration);

const dieAfter = process.env[dieVariable];
if (!isMainThread && dieAfter !== undefined) {
  let left = Number(dieAfter);
  const beforeCommit = (appends: readonly { nonce: string }[]): void => {
    left -= 1;
    if (left <= 0) dieAt({ at: 'in the transaction', actions: appends.map(({ nonce }) => nonce) });
  };
  Object.assign(globalThis, { beforeCommit });
}
