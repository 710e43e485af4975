import { hash } from 'node:crypto';

/*
 * The entries of a conversation are a hash chain over digests of their content:
 *
 *     link(n) = SHA-256( link(n − 1) ‖ place(n) ‖ digest(n) )        link(0) = 32 zero bytes
 *     digest  = SHA-256( author ⏎ nonce ⏎ type ⏎ data ⏎ staffData )
 *
 * An entry that is erased keeps its digest, and with it the chain. The nonce, erased too, is the digest’s salt: what
 * was said cannot be found again by trying.
 */

/** What an entry says: its JSON texts as they are stored. */
export type Content = {
  author: string;
  nonce: string;
  type: string;
  data: string;
  staffData: string | null;
};
/** Where and when an entry stands. `publicSeq` is `null` where only staff see it. */
export type LinkPlace = { conversation: string; seq: number; publicSeq: number | null; at: number };

/** What stands before the first entry. */
const firstLink = new Uint8Array(32);

/** The SHA-256 of an entry’s content. None of its texts has a line break: JSON writes them as `\n`. */
export const contentDigest = ({ author, nonce, type, data, staffData }: Content): Uint8Array =>
  hash('sha256', `${author}\n${JSON.stringify(nonce)}\n${type}\n${data}\n${staffData ?? ''}`, 'buffer');

/** The link of an entry after the one before it; `null`: it is the first. */
export const nextLink = (
  previous: Uint8Array | null,
  { conversation, seq, publicSeq, at }: LinkPlace,
  digest: Uint8Array,
): Uint8Array => {
  const place = Buffer.from(`${conversation} ${seq} ${publicSeq ?? 0} ${at}`);
  return hash('sha256', Buffer.concat([previous ?? firstLink, place, digest]), 'buffer');
};
