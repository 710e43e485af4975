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

const linkBytes = 32;
const placeMost = 200;
/** What stands before the first entry. */
const firstLink = new Uint8Array(linkBytes);
// Two links are made for every entry there is: what is hashed is put together in one place, and a digest comes as text,
// which costs a third of a buffer.
const linked = Buffer.alloc(linkBytes + placeMost * 3 + linkBytes);

const digestOf = ({ author, nonce, type, data, staffData }: Content): string =>
  hash('sha256', `${author}\n${JSON.stringify(nonce)}\n${type}\n${data}\n${staffData ?? ''}`, 'binary');

const bytesOf = (digest: string): Uint8Array => {
  const bytes = new Uint8Array(linkBytes);
  for (let at = 0; at < linkBytes; at += 1) bytes[at] = digest.charCodeAt(at);
  return bytes;
};

/** Puts the place after the link before it; where the digest goes. */
const writePlace = (previous: Uint8Array | null, { conversation, seq, publicSeq, at }: LinkPlace): number => {
  const place = `${conversation} ${seq} ${publicSeq ?? 0} ${at}`;
  if (place.length > placeMost) throw new Error('the id of a conversation is too long for a link');
  linked.set(previous ?? firstLink);
  return linkBytes + linked.write(place, linkBytes, 'utf8');
};

const hashLinked = (length: number): Uint8Array =>
  bytesOf(hash('sha256', linked.subarray(0, length), 'binary'));

/** The SHA-256 of an entry’s content. None of its texts has a line break: JSON writes them as `\n`. */
export const contentDigest = (content: Content): Uint8Array => bytesOf(digestOf(content));

/** The link of an entry after the one before it; `null`: it is the first. */
export const nextLink = (previous: Uint8Array | null, place: LinkPlace, digest: Uint8Array): Uint8Array => {
  const end = writePlace(previous, place);
  linked.set(digest, end);
  return hashLinked(end + linkBytes);
};

/** As {@link nextLink}, of an entry whose digest is not kept. */
export const linkContent = (previous: Uint8Array | null, place: LinkPlace, content: Content): Uint8Array => {
  const digest = digestOf(content);
  const end = writePlace(previous, place);
  linked.write(digest, end, 'binary');
  return hashLinked(end + linkBytes);
};
