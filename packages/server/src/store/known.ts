import type { ConversationId } from '@shopbell/protocol';
import { hash } from 'node:crypto';
import { bodyOf } from './body.ts';
import { encodeEntry, type EntryRow } from './encode.ts';
import type { Append, AppendResult, ConversationState, Envelope, Sent } from './store.ts';

/** What a nonce became: the rows of its append, which of them is the sender’s own, and the digest of its body if kept. */
export type KnownNonce = { id: ConversationId; rows: readonly EntryRow[]; main: number; body: string | null };

/** How a body is kept where it is not just the main entry. */
export const bodyDigest = (body: string): string => hash('sha256', body, 'base64url');

const storedBody = ({ type, public_seq, data }: EntryRow): string =>
  `${type} ${public_seq === null ? 'staff' : 'everyone'} ${data}`;

const reused: AppendResult = {
  ok: false,
  code: 'nonce_reused',
  message: 'This nonce was used for something else. Use a new one for each thing you send.',
};

/** What an append sends, as {@link answerKnown} compares it; `main`: the body of its main draft. */
export const sentAs = (
  { by, nonce, conversation, body, unaddressed = false }: Envelope,
  main: string,
): Sent => ({
  by,
  nonce,
  unaddressed,
  conversation: typeof conversation === 'string' ? conversation : null,
  body: body ?? main,
});

/** {@link sentAs} of an append that is not encoded. */
export const sentOf = (append: Append): Sent => {
  const { drafts, main = 0 } = append;
  return sentAs(append, bodyOf(drafts[main] ?? drafts[0]));
};

/**
 * The answer to a nonce that is known: its first result, or that it was used for something else. Most bodies are the
 * main entry itself and are compared with that, so that the hot path hashes nothing.
 */
export const answerKnown = (
  { conversation, unaddressed, body }: Sent,
  known: KnownNonce,
  state: ConversationState | null,
): AppendResult => {
  const { id, rows } = known;
  const main = rows[known.main];
  const isSamePlace = unaddressed === true || conversation === null || conversation === id;
  if (!isSamePlace || !main || !state) return reused;
  const isSame = known.body === null ? storedBody(main) === body : known.body === bodyDigest(body);
  if (!isSame) return reused;
  const entries = rows.map((row) => encodeEntry(id, row));
  const entry = entries[known.main];
  return entry ? { ok: true, repeated: true, entries, entry, conversation: state } : reused;
};
