import { linkContent } from './chain.ts';
import { encodeEntry, type EntryRow } from './encode.ts';
import type { Append, AppendResult, ConversationState, Draft, Envelope, StoredEntry } from './store.ts';

/** A draft as it is stored: its data as JSON. */
export type EncodedDraft = Pick<Draft, 'type' | 'audience'> & { data: string; staffData: string | null };

/**
 * An append whose JSON is made, once. `main` is the index of the sender’s own draft; `preview` what the patch says of it,
 * see {@link previewAt}.
 */
export type EncodedAppend = Envelope & {
  preview: string | null;
  drafts: readonly EncodedDraft[];
  main: number;
  author: string;
};

/** The end of a conversation: its state and the link of its latest entry. */
export type End = { state: ConversationState; link: Uint8Array | null };

/** Where entries stand: after which numbers of their conversation, at what time. */
export type Place = { seq: number; publicSeq: number; at: number };

/** An entry’s row with its link in the chain. */
export type LinkedRow = EntryRow & { chain: Uint8Array };

const encodeDraft = ({ type, audience, data, staffData }: Draft): EncodedDraft => ({
  type,
  audience,
  data: JSON.stringify(data),
  staffData: staffData === undefined ? null : JSON.stringify(staffData),
});

/** Encodes an append. */
export const encodeAppend = (append: Append): EncodedAppend => {
  const { drafts, main = 0, patch, by } = append;
  if (drafts[main] === undefined) throw new Error('an append must name one of its drafts as main');
  const { kind, id, name } = by;
  return {
    ...append,
    preview: patch?.preview ? JSON.stringify(patch.preview) : null,
    main,
    drafts: drafts.map(encodeDraft),
    author: JSON.stringify({ kind, id, name }),
  };
};

/** A preview as a conversation has it: with the time of the entry it is of. */
export const previewAt = (preview: string, at: number): string => `${preview.slice(0, -1)},"at":${at}}`;

/** The sender’s own entry has the nonce as it is; the others are numbered around it. */
const nonceOf = (nonce: string, index: number, main: number): string => {
  if (index === main) return nonce;
  return `${nonce}_${index < main ? index + 1 : index}`;
};

/** An append’s rows after a place. */
const rowsAfter = (append: EncodedAppend, { seq, publicSeq, at }: Place): EntryRow[] => {
  const { nonce, main, author } = append;
  const rows: EntryRow[] = [];
  let lastPublicSeq = publicSeq;
  for (const { type, audience, data, staffData } of append.drafts) {
    const isPublic = audience === 'everyone';
    if (isPublic) lastPublicSeq += 1;
    rows.push({
      seq: seq + rows.length + 1,
      public_seq: isPublic ? lastPublicSeq : null,
      at,
      author,
      nonce: nonceOf(nonce, rows.length, main),
      type,
      data,
      staff_data: staffData,
    });
  }
  return rows;
};

/** The link of a row after the one before it. */
const linkOf = (previous: Uint8Array | null, conversation: string, row: EntryRow): Uint8Array => {
  const { seq, public_seq: publicSeq, at, author, nonce, type, data, staff_data: staffData } = row;
  return linkContent(
    previous,
    { conversation, seq, publicSeq, at },
    { author, nonce, type, data, staffData },
  );
};

/** Gives an append’s entries their places after the end of their conversation: the rows, and the end that follows. */
export const placeRows = (
  append: EncodedAppend,
  { state, link: last, at }: End & { at: number },
): { rows: LinkedRow[]; end: End } => {
  let link = last;
  let { lastPublicSeq } = state;
  const rows: LinkedRow[] = [];
  for (const row of rowsAfter(append, { seq: state.lastSeq, publicSeq: lastPublicSeq, at })) {
    link = linkOf(link, state.id, row);
    lastPublicSeq = row.public_seq ?? lastPublicSeq;
    rows.push(Object.assign(row, { chain: link }));
  }
  const lastSeq = state.lastSeq + rows.length;
  return { rows, end: { link, state: { ...state, lastSeq, lastPublicSeq } } };
};

/** The entries of rows, as they are read. */
export const entriesOf = (state: ConversationState, rows: readonly EntryRow[]): StoredEntry[] =>
  rows.map((row) => encodeEntry(state.id, row));

/** The answer to an append that was stored after a place, in a conversation that is so now. */
export const answerStored = (
  append: EncodedAppend,
  { place, state }: { place: Place; state: ConversationState },
): AppendResult => {
  const entries = entriesOf(state, rowsAfter(append, place));
  const entry = entries[append.main];
  if (entry === undefined) throw new Error('the store contradicts itself: an append without its own entry');
  return { ok: true, repeated: false, entries, entry, conversation: state };
};
