import type { Author, FileId } from '@shopbell/protocol';
import type { FileRow } from '../store/file-store.ts';
import type { Store } from '../store/store.ts';

/*
 * A file and the entry that names it are two rows, stored one after the other, so that no append knows of files:
 *
 *     named (who, under which nonce, for whose eyes) ─→ the entry is appended ─→ placed
 *
 * Whoever dies in between leaves a file that is named and not placed. Whether its entry is there is asked of the store: by the
 * next reader, and by whoever sweeps.
 */

type NamingStore = Pick<Store, 'appended' | 'placeFiles' | 'unnameFiles'>;

/** Places a file whose entry is stored. Resolves to whether it is. */
export const settleNamed = async (
  store: NamingStore,
  { id, owner, namedBy, state }: FileRow,
): Promise<boolean> => {
  if (state !== 'kept' || namedBy === null) return state === 'placed';
  const by = { kind: 'system', id: owner, name: '' } satisfies Author;
  const entries = (await store.appended(by, namedBy)) ?? [];
  // A nonce may have been used before, for something that names no file.
  const entry = entries.find(({ wire }) => wire.staff.includes(`"${id}"`));
  if (entry === undefined) return false;
  await store.placeFiles([id], entry.conversation);
  return true;
};

/** Those of the files whose entry was never stored are free again. */
export const freeUnstored = async (store: NamingStore, rows: readonly FileRow[]): Promise<void> => {
  const free: FileId[] = [];
  for (const row of rows) if (!(await settleNamed(store, row))) free.push(row.id);
  if (free.length > 0) await store.unnameFiles(free);
};
