import { sizes } from '@shopbell/protocol/limits';
import { fileTypeFromBuffer } from 'file-type';
import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import type sharp from 'sharp';
import type { Sharp as Picture } from 'sharp';
import type { Examination, Examined } from './examination.ts';
import { pictureTypeOf } from './kinds.ts';

type Load = typeof sharp;

/** The decoders that may be used; every other one of the library is switched off. */
const decoders = ['Jpeg', 'Png', 'Webp', 'Nsgif', 'Heif'].map((name) => `VipsForeignLoad${name}`);

/** Which decoder may read which type. */
const formats: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/apng': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/avif': 'heif',
};

/** The picture library, bounded; `null` where it is not to be had on this machine. */
const loadSharp = async (): Promise<Load | null> => {
  try {
    const { default: load } = await import('sharp');
    load.block({ operation: ['VipsForeignLoad'] });
    load.unblock({ operation: decoders });
    load.cache(false);
    load.concurrency(1);
    return load;
  } catch {
    return null;
  }
};

const markup = (text: string): string | null => {
  if (!/^\s*</.test(text)) return null;
  if (/<svg[\s>]/i.test(text)) return 'image/svg+xml';
  return /^\s*<\?xml/i.test(text) ? 'application/xml' : 'text/html';
};

/** Text is what is UTF-8 without control characters; what begins as markup is that, whatever it goes on with. */
const textTypeOf = (bytes: Buffer): string | null => {
  if (!isUtf8(bytes)) return null;
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  // oxlint-disable-next-line no-control-regex -- these are what text has none of
  if (/[\u0000-\u0008\u000E-\u001A\u001C-\u001F\u007F]/.test(text)) return null;
  return markup(text) ?? 'text/plain';
};

/** What bytes are, by what they begin with and hold; `null`: nothing that is known. */
export const typeOf = async (bytes: Buffer): Promise<string | null> => {
  const detected = await fileTypeFromBuffer(bytes).catch(() => undefined);
  return detected?.mime ?? textTypeOf(bytes);
};

const encode = (picture: Picture, type: string): Picture => {
  if (type === 'image/jpeg')
    return picture.flatten({ background: '#fff' }).jpeg({ quality: 86, progressive: true });
  return type === 'image/webp' ? picture.webp({ quality: 86 }) : picture.png({ compressionLevel: 8 });
};

const isTooLarge = (error: unknown): boolean => error instanceof Error && /pixel limit/i.test(error.message);

/**
 * Decodes a picture and encodes it anew, twice: turned as its camera was held, and without everything that is not its
 * picture (places, cameras, comments, whatever stands behind its end). Of one that moves, the first frame.
 */
const remake = async (load: Load, job: Examination, type: string): Promise<Examined> => {
  const becomes = pictureTypeOf(type) ?? type;
  const limits = {
    limitInputPixels: sizes.pictureMaxPixels,
    failOn: 'error',
    pages: 1,
    sequentialRead: true,
  } as const;
  const side = { fit: 'inside', withoutEnlargement: true } as const;
  const box = (max: number) => ({ ...side, width: max, height: max });
  try {
    const { format } = await load(job.path, limits).metadata();
    if (format !== formats[type]) return { ok: false, rejected: 'unreadable', type };
    const turned = load(job.path, limits).autoOrient().resize(box(sizes.pictureMaxSide));
    const { width, height } = await encode(turned.toColourspace('srgb'), becomes)
      .timeout({ seconds: 20 })
      .toFile(job.whole);
    await load(job.whole, limits).resize(box(sizes.thumbnailMaxSide)).webp({ quality: 78 }).toFile(job.small);
    return { ok: true, found: { type, picture: { type: becomes, width, height } } };
  } catch (error) {
    return { ok: false, rejected: isTooLarge(error) ? 'too_many_pixels' : 'unreadable', type };
  }
};

/** Makes what looks into files: for a process of its own, for what it reads comes from anybody. */
export const createExamine = () => {
  const loading = loadSharp();
  return async (job: Examination): Promise<Examined> => {
    const type = await typeOf(await readFile(job.path));
    if (type === null) return { ok: false, rejected: 'unknown' };
    if (!job.types.includes(type)) return { ok: false, rejected: 'unwanted', type };
    if (pictureTypeOf(type) === null) return { ok: true, found: { type } };
    const load = await loading;
    return load === null ? { ok: false, rejected: 'unable' } : remake(load, job, type);
  };
};
