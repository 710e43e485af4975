import { contentDigest, nextLink } from './chain.ts';
import { encodeEntry, type EntryRow } from './encode.ts';
import type { Append, ConversationState, Draft, StoredEntry } from './store.ts';

/** An append’s JSON, made once. `main` is the index of the sender’s own draft. */
export type Encoded = { datas: readonly string[]; main: number; author: string };

/** The end of a conversation: its state and the link of its latest entry. */
export type End = { state: ConversationState; link: Uint8Array | null };

/** An entry’s row with its link in the chain. */
export type LinkedRow = EntryRow & { chain: Uint8Array };

/** Encodes an append. */
export const encodeAppend = ({ drafts, main = 0, by }: Append): Encoded => {
  const datas = drafts.map((draft) => JSON.stringify(draft.data));
  if (drafts[main] === undefined) throw new Error('an append must name one of its drafts as main');
  return { datas, main, author: JSON.stringify({ kind: by.kind, id: by.id, name: by.name }) };
};

/** The sender’s own entry has the nonce as it is; the others are numbered around it. */
const nonceOf = (nonce: string, index: number, main: number): string => {
  if (index === main) return nonce;
  return `${nonce}_${index < main ? index + 1 : index}`;
};

const staffDataOf = ({ staffData }: Draft): string | null =>
  staffData === undefined ? null : JSON.stringify(staffData);

/** The link of a row after the one before it. */
const linkOf = (previous: Uint8Array | null, conversation: string, row: EntryRow): Uint8Array => {
  const { seq, public_seq: publicSeq, at, author, nonce, type, data, staff_data: staffData } = row;
  const digest = contentDigest({ author, nonce, type, data, staffData });
  return nextLink(previous, { conversation, seq, publicSeq, at }, digest);
};

/**
 * Gives an append’s entries their places after the end of their conversation: the rows, the entries as they are read,
 * and the end that follows.
 */
export const placeEntries = (
  append: Append,
  encoded: Encoded,
  { state, link: last, at }: End & { at: number },
): { rows: LinkedRow[]; entries: StoredEntry[]; end: End } => {
  let { lastSeq, lastPublicSeq } = state;
  let link = last;
  const rows = append.drafts.map((draft, index): LinkedRow => {
    lastSeq += 1;
    if (draft.audience === 'everyone') lastPublicSeq += 1;
    const row: EntryRow = {
      seq: lastSeq,
      public_seq: draft.audience === 'everyone' ? lastPublicSeq : null,
      at,
      author: encoded.author,
      nonce: nonceOf(append.nonce, index, encoded.main),
      type: draft.type,
      data: encoded.datas[index] ?? 'null',
      staff_data: staffDataOf(draft),
    };
    const chain = linkOf(link, state.id, row);
    link = chain;
    return { ...row, chain };
  });
  const entries = rows.map((row) => encodeEntry(state.id, row));
  return { rows, entries, end: { link, state: { ...state, lastSeq, lastPublicSeq } } };
};
