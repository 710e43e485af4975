import type { Readable } from 'node:stream';
import { isLive } from '../gate/identity.ts';
import type { FileRow } from '../store/file-store.ts';
import type { Reader, Store } from '../store/store.ts';
import { bytesName, type Files } from './files.ts';
import { openLink, readPath, type Holder, type Version } from './links.ts';

/** Bytes to be sent, and of what. `null` for `type`: of what is never shown in a browser. */
export type FileToRead = { name: string; type: string; isPicture: boolean; bytes: number; stream: Readable };

type ReadStore = Pick<Store, 'file' | 'readableFile' | 'key' | 'person' | 'shopperByToken'>;
type Options = {
  store: ReadStore;
  files: Pick<Files, 'read'>;
  now: () => number;
  onMissing: (file: Pick<FileRow, 'id'>) => void;
};

/** Who holds an address now, as the store’s queries want it; `null`: nobody any more. */
const readerOf = async (
  { store, now }: Options,
  shop: string,
  holder: Holder,
): Promise<{ reader: Reader; owner: string } | null> => {
  if (holder.kind === 'token') {
    const shopper = await store.shopperByToken(shop, holder.digest);
    return shopper && { reader: { side: 'shopper', shop, shopper: shopper.id }, owner: shopper.id };
  }
  const key = await store.key(holder.id);
  if (key === null || key.shop !== shop || !isLive(key, now())) return null;
  const person = await store.person(shop, key.person);
  const isThere = person !== null && person.removedAt === null && key.scopes.includes('read');
  return isThere ? { reader: { side: 'staff', shop }, owner: person.id } : null;
};

/** Makes what reads a file by the path of a sealed address; `null`, whatever the reason: there is nothing at it. */
export const createReadFile = (options: Options) => {
  const { store, files, now, onMissing } = options;

  const rowAt = async (path: string): Promise<{ row: FileRow; version: Version } | null> => {
    const named = readPath(path);
    const sealed = named && (await store.file(named.id));
    if (!named || !sealed) return null;
    const ticket = openLink(sealed.key, named.sealed, now());
    const holder = ticket && (await readerOf(options, sealed.shop, ticket.holder));
    if (!ticket || !holder) return null;
    // Asked again: it may have been erased, or have become somebody else’s, since the address was given.
    const row = await store.readableFile(holder.reader, { id: named.id, owner: holder.owner });
    return row && { row, version: ticket.version };
  };

  return async (path: string): Promise<FileToRead | null> => {
    const at = await rowAt(path);
    if (at === null) return null;
    const { row, version } = at;
    const found = await files.read(bytesName(row.id, version));
    if (found === null) {
      onMissing(row);
      return null;
    }
    const isPicture = row.picture !== undefined;
    const type = version === 'small' ? 'image/webp' : row.type;
    return { name: row.name, type, isPicture, ...found };
  };
};
