import { refuse, type ConversationId, type ErrorDetails, type Uploads } from '@shopbell/protocol';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { ArrivingFile, FileRow } from '../store/file-store.ts';
import { newId } from '../store/ids.ts';
import type { Store } from '../store/store.ts';
import type { Examined, Found } from './examination.ts';
import type { Examiner } from './examiner.ts';
import { nameFor } from './file-name.ts';
import { bytesName, type Files } from './files.ts';
import { newLinkKey } from './links.ts';
import { spool, type SpoolOptions, type Spooled } from './spool.ts';

/** What is sent, by whom, to where. */
export type Upload = {
  shop: string;
  owner: string;
  nonce: string;
  /** As the sender calls it. */
  name: string;
  conversation: ConversationId | null;
  /** What the shop takes. */
  uploads: Uploads;
  source: Readable;
};

export type TakerOptions = {
  store: Pick<Store, 'addFile' | 'keepFile'>;
  files: Files;
  examiner: Pick<Examiner, 'examine'>;
  /** Where bytes are until they are examined: a folder of this relay’s own. */
  spoolFolder: () => Promise<string>;
  now: () => number;
  patience?: Pick<SpoolOptions, 'stallMs' | 'maxMs'>;
};

type Paths = { sent: string; whole: string; small: string };

const rejections: Record<NonNullable<ErrorDetails['reason']>, string> = {
  empty: 'The file is empty.',
  unknown: 'What kind of file this is cannot be told from what is in it. Send it as a picture or a PDF.',
  unwanted: 'Files of this kind are not taken here.',
  unreadable: 'This picture is damaged or not what it says it is. Save it anew and send it again.',
  too_many_pixels: 'This picture has too many pixels. Send a smaller one.',
};
const unsupported = (reason: keyof typeof rejections): Error =>
  refuse('unsupported_file', rejections[reason], { reason });
const rejection = ({ rejected }: Extract<Examined, { ok: false }>): Error =>
  rejected === 'unable'
    ? refuse('unavailable', 'Pictures cannot be taken right now. Tell whoever runs this relay.')
    : unsupported(rejected);

const reused = () =>
  refuse('nonce_reused', 'Another file was sent under this nonce. Take a new nonce for another file.');

const erased = () => refuse('not_found', 'This file was erased.');
const noRoom = (): Error =>
  refuse('unavailable', 'There is no room for files right now. Messages go on; send the file later.');
const fullCodes: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT']);
const isFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && fullCodes.has(error.code);

/** The row, noted before any byte is kept: whatever happens next, what is left behind can be found. */
const rowOf = (
  { shop, owner, nonce, conversation, name }: Upload,
  { found: { picture, type: sent }, bytes, sha256 }: Spooled & { found: Found },
): Omit<ArrivingFile, 'createdAt'> => {
  const type = picture?.type ?? sent;
  return {
    id: newId('fil'),
    shop,
    owner,
    nonce,
    conversation,
    name: nameFor(name, type),
    type,
    bytes,
    ...(picture ? { picture: { width: picture.width, height: picture.height } } : {}),
    sha256,
    key: newLinkKey(),
  };
};

/** Takes uploads: each whole and durable when it resolves, else nothing of it is left. */
export const createTaker = ({ store, files, examiner, spoolFolder, now, patience = {} }: TakerOptions) => {
  const keep = async (upload: Upload, paths: Paths, { sha256, bytes: sent }: Spooled): Promise<FileRow> => {
    const { sent: path, whole, small } = paths;
    const examined = await examiner.examine({ path, types: upload.uploads.types, whole, small });
    if (!examined.ok) throw rejection(examined);
    const { found } = examined;
    const source = found.picture ? whole : path;
    const bytes = found.picture ? (await stat(whole)).size : sent;
    const row = await store.addFile({ ...rowOf(upload, { found, bytes, sha256 }), createdAt: now() });
    if (row.state === 'gone') throw erased();
    if (row.sha256 !== sha256) throw reused();
    if (row.state !== 'arriving') return row;
    if (found.picture) await files.put(bytesName(row.id, 'small'), small);
    await files.put(bytesName(row.id), source);
    if (!(await store.keepFile(row.id))) throw erased();
    return row;
  };

  return async (upload: Upload): Promise<FileRow> => {
    const { uploads, source } = upload;
    if (!(await files.hasRoom())) throw noRoom();
    const folder = await mkdtemp(join(await spoolFolder(), 'upload-'));
    const paths = { sent: join(folder, 'sent'), whole: join(folder, 'whole'), small: join(folder, 'small') };
    try {
      const spooled = await spool(source, { path: paths.sent, maxBytes: uploads.maxBytes, ...patience });
      if (spooled.bytes === 0) throw unsupported('empty');
      return await keep(upload, paths, spooled);
    } catch (error) {
      throw isFull(error) ? noRoom() : error;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
};
