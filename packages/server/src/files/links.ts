import type { FileId } from '@shopbell/protocol';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Identity } from '../gate/identity.ts';
import type { FileRow } from '../store/file-store.ts';

/*
 * An address of a file’s bytes is a sealed ticket: who asked, for which version, until when. It is encrypted and authenticated
 * by a key of the file’s own, from its row: every relay on the database can open it, and without the row nobody can. Neither a
 * token nor a digest of one can be read in it; it is worth nothing once that token or key is void, or its time is over.
 */

/** Which of a file’s versions. */
export type Version = 'whole' | 'small';
/** Who holds an address: by which key, or by the digest of which token. */
export type Holder = { kind: 'key'; id: string } | { kind: 'token'; digest: string };
type Ticket = { version: Version; holder: Holder; expiresAt: number };

const cipher = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;
const pathPattern = /^\/files\/(fil_[A-Za-z0-9_-]{8,40})\/([A-Za-z0-9_-]{40,400})$/;

/** A new key to seal a file’s addresses by. */
export const newLinkKey = (): string => randomBytes(32).toString('base64url');

/** The holder an identity stands for; `null`: a newcomer, who has nothing to read yet. */
export const holderOf = (identity: Identity): Holder | null => {
  if (identity.kind === 'staff') return { kind: 'key', id: identity.keyId };
  return identity.tokenDigest === null ? null : { kind: 'token', digest: identity.tokenDigest };
};

const seal = (key: string, ticket: Ticket): string => {
  const nonce = randomBytes(nonceBytes);
  const sealing = createCipheriv(cipher, Buffer.from(key, 'base64url'), nonce);
  const body = Buffer.concat([sealing.update(JSON.stringify(ticket)), sealing.final()]);
  return Buffer.concat([nonce, body, sealing.getAuthTag()]).toString('base64url');
};

/** The path at which a version of a file can be read until a time. */
export const linkTo = ({ id, key }: Pick<FileRow, 'id' | 'key'>, ticket: Ticket): string =>
  `/files/${id}/${seal(key, ticket)}`;

/** What a path names, before anything is looked up; `null`: it is no such path. */
export const readPath = (path: string): { id: FileId; sealed: string } | null => {
  const [, id, sealed] = pathPattern.exec(path) ?? [];
  return id === undefined || sealed === undefined ? null : { id: id as FileId, sealed };
};

/** What is in a sealed address; `null`: it was not sealed by this key, or its time is over. */
export const openLink = (key: string, sealed: string, now: number): Ticket | null => {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length <= nonceBytes + tagBytes) return null;
  try {
    const opening = createDecipheriv(cipher, Buffer.from(key, 'base64url'), bytes.subarray(0, nonceBytes));
    opening.setAuthTag(bytes.subarray(-tagBytes));
    const body = Buffer.concat([opening.update(bytes.subarray(nonceBytes, -tagBytes)), opening.final()]);
    const ticket = JSON.parse(body.toString()) as Ticket;
    return ticket.expiresAt > now ? ticket : null;
  } catch {
    return null;
  }
};
