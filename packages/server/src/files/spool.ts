import { refuse, ShopbellError, times } from '@shopbell/protocol';
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';

/** Bytes that have arrived whole: how many, and their SHA-256 in hexadecimal. */
export type Spooled = { bytes: number; sha256: string };

export type SpoolOptions = {
  /** Where they are written; made anew. */
  path: string;
  maxBytes: number;
  stallMs?: number;
  maxMs?: number;
};

/** What is said where more comes than is taken. */
export const tooLarge = (maxBytes: number): Error =>
  refuse(
    'too_large',
    `The file is larger than ${Math.round((maxBytes / 1_048_576) * 10) / 10} MB. Send a smaller one.`,
  );
const brokenOff = () =>
  refuse('disconnected', 'The upload broke off; nothing of it was kept. Send it again from the beginning.');

/** Ends a stream of which nothing has come for a while, or that takes too long altogether. */
const watch = (source: Readable, stallMs: number, maxMs: number) => {
  const give = (): void => {
    source.destroy(brokenOff());
  };
  const whole = setTimeout(give, maxMs);
  const stall = setTimeout(give, stallMs);
  return {
    renew: (): void => {
      stall.refresh();
    },
    end: (): void => {
      clearTimeout(whole);
      clearTimeout(stall);
    },
  };
};

/** Pieces as they come. What is left of the stream after a refusal is not torn off: the sender is to read the answer. */
const piecesOf = async function* piecesOf(source: Readable): AsyncGenerator<Buffer> {
  try {
    for await (const piece of source.iterator({ destroyOnReturn: false })) yield piece as Buffer;
  } catch (error) {
    throw error instanceof ShopbellError ? error : brokenOff();
  }
};

/** Writes a stream to a file as it comes, counting and hashing: never more of it in memory than a few pieces. */
export const spool = async (
  source: Readable,
  { path, maxBytes, stallMs = times.uploadStallMs, maxMs = times.uploadMaxMs }: SpoolOptions,
): Promise<Spooled> => {
  const hash = createHash('sha256');
  const file = await open(path, 'w', 0o600);
  const patience = watch(source, stallMs, maxMs);
  let bytes = 0;
  try {
    for await (const piece of piecesOf(source)) {
      patience.renew();
      bytes += piece.byteLength;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      hash.update(piece);
      await file.writeFile(piece);
    }
    // A sender that hung up in the middle may look like one that has ended.
    if (!source.readableEnded) throw brokenOff();
  } finally {
    patience.end();
    await file.close();
  }
  return { bytes, sha256: hash.digest('hex') };
};
