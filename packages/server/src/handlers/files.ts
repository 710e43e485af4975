import {
  ShopbellError,
  times,
  type Audience,
  type ConversationId,
  type FileId,
  type Part,
  type SentPart,
  type StoredFile,
  type Uploads,
} from '@shopbell/protocol';
import { uploadsOf } from '../files/kinds.ts';
import { holderOf, linkTo } from '../files/links.ts';
import { freeUnstored, settleNamed } from '../files/naming.ts';
import { shownFile } from '../files/uploads.ts';
import type { Appended } from '../log/log.ts';
import type { FileRow } from '../store/file-store.ts';
import type { ShopRow } from '../store/store.ts';
import { authorOf, notFound, readerOf, type ShopperContext, type StaffContext } from './context.ts';

type Context = ShopperContext | StaffContext;

/** What names files: a message or a note that is about to be stored. */
export type NamesFiles = {
  files: readonly FileId[];
  conversation: ConversationId | null;
  nonce: string;
  audience: Audience;
};
type FilesById = ReadonlyMap<FileId, StoredFile>;

const none: FilesById = new Map();

/** Refusals after which nothing can have been stored; after any other, something may have been. */
const surelyUnstored: ReadonlySet<string> = new Set([
  'conflict',
  'not_found',
  'rate_limited',
  'nonce_reused',
]);

const storeNaming = async (
  context: Context,
  { files, ...naming }: NamesFiles,
  append: (files: FilesById) => Promise<Appended>,
): Promise<Appended> => {
  const { store, identity } = context;
  const rows = await store.nameFiles({ ...naming, files, shop: identity.shop, owner: authorOf(context).id });
  if (rows === null) throw notFound('file to send: it was never here, is gone, or is in another message');
  try {
    const appended = await append(new Map(rows.map((row) => [row.id, shownFile(row)])));
    // It is stored, and that is the answer: a reader finds out by itself where the file belongs.
    await store.placeFiles(files, appended.entry.conversation).catch(() => undefined);
    return appended;
  } catch (error) {
    const named = rows.map((row): FileRow => ({ ...row, namedBy: naming.nonce }));
    if (error instanceof ShopbellError && surelyUnstored.has(error.code))
      await freeUnstored(store, named).catch(() => undefined);
    throw error;
  }
};

/** Sets files aside, stores what names them, and puts them there. What dies in between, the next one settles. */
export const storeWithFiles = (
  context: Context,
  naming: NamesFiles,
  append: (files: FilesById) => Promise<Appended>,
): Promise<Appended> => (naming.files.length === 0 ? append(none) : storeNaming(context, naming, append));

/** The files that parts name. */
export const filesOf = (parts: readonly SentPart[]): FileId[] =>
  parts.flatMap((part) => (part.kind === 'file' ? part.file.id : []));

/** Parts as they are stored: with what is known of their files. */
export const wholeParts = (parts: readonly SentPart[], files: FilesById): Part[] =>
  parts.map((part): Part => {
    if (part.kind !== 'file') return part;
    const file = files.get(part.file.id);
    if (file === undefined) throw notFound('file');
    return { kind: 'file', file };
  });

const readable = async (context: Context, id: FileId): Promise<FileRow> => {
  const { store, identity } = context;
  const find = () => store.readableFile(readerOf(context), { id, owner: authorOf(context).id });
  const found = await find();
  if (found) return found;
  const named = await store.file(id);
  const isSettled = named?.shop === identity.shop && (await settleNamed(store, named));
  const settled = isSettled ? await find() : null;
  if (settled === null) throw notFound('file');
  return settled;
};

/** `file:link`: addresses for whoever may read the file now. */
export const linkFile = async (
  context: Context,
  { file: id }: { file: FileId },
): Promise<{ url: string; thumbnail?: string; expiresAt: number }> => {
  const row = await readable(context, id);
  const holder = holderOf(context.identity);
  if (holder === null) throw notFound('file');
  const expiresAt = context.now() + times.fileLinkMs;
  const url = linkTo(row, { version: 'whole', holder, expiresAt });
  if (row.picture === undefined) return { url, expiresAt };
  return { url, thumbnail: linkTo(row, { version: 'small', holder, expiresAt }), expiresAt };
};

/** What a shop takes, for the opening of a session; nothing where it, or the relay, takes no files. */
export const uploadsFor = ({ uploads: rules }: ShopRow, takesFiles: boolean): { uploads?: Uploads } => {
  const uploads = takesFiles ? uploadsOf(rules) : null;
  return uploads === null ? {} : { uploads };
};
