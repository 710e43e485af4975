import { times } from '@shopbell/protocol';
import type { Store } from '../store/store.ts';
import { bytesName, idOfName, type Files } from './files.ts';
import { freeUnstored } from './naming.ts';

type RemovalStore = Pick<Store, 'goneFiles' | 'forgetFiles'>;
type SweepStore = RemovalStore &
  Pick<Store, 'giveUpFiles' | 'unplacedFiles' | 'knownFiles' | 'appended' | 'placeFiles' | 'unnameFiles'>;

const atOnce = 100;
/** A message is stored, or is not, long before this. */
const unplacedMs = 10 * 60_000;
/** Bytes without a row may be of an upload that is under way; not after so long. */
const strangeMs = 24 * 3_600_000;

/** Removes the bytes of all that is gone, and then what was known of them: again from where it broke off, if it does. */
export const removeGone = async (store: RemovalStore, files: Pick<Files, 'remove'>): Promise<void> => {
  for (;;) {
    const ids = await store.goneFiles(atOnce);
    if (ids.length === 0) return;
    for (const id of ids) {
      await files.remove(bytesName(id));
      await files.remove(bytesName(id, 'small'));
    }
    await store.forgetFiles(ids);
  }
};

/** The same for whoever tries again later. `false`: it could not be done, which `onError` hears. */
export const createRemoval =
  (parts: { store: RemovalStore; files: Pick<Files, 'remove'>; onError: (error: unknown) => void }) =>
  async (): Promise<boolean> => {
    try {
      await removeGone(parts.store, parts.files);
      return true;
    } catch (error) {
      parts.onError(error);
      return false;
    }
  };

/** Sees to files that nothing will ever name, and to those that are gone. */
export const sweep = async (store: SweepStore, files: Files, now: number): Promise<void> => {
  await freeUnstored(store, await store.unplacedFiles(now - unplacedMs, atOnce));
  await store.giveUpFiles(now - times.fileUnnamedMs);
  await removeGone(store, files);
};

/** Removes bytes that no row knows, as a restored database leaves them. Resolves to how many names. */
export const removeStrange = async (
  store: Pick<Store, 'knownFiles'>,
  files: Files,
  now: number,
): Promise<number> => {
  let removed = 0;
  const removeUnknown = async (names: readonly string[]): Promise<void> => {
    const known = new Set<string>(await store.knownFiles(names.map(idOfName) as `fil_${string}`[]));
    for (const name of names) {
      if (known.has(idOfName(name))) continue;
      await files.remove(name);
      removed += 1;
    }
  };
  let old: string[] = [];
  for await (const { name, at } of files.list()) {
    if (at > now - strangeMs) continue;
    old.push(name);
    if (old.length < atOnce) continue;
    await removeUnknown(old);
    old = [];
  }
  await removeUnknown(old);
  return removed;
};
