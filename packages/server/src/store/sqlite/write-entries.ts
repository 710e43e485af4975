import { contentDigest, nextLink } from '../chain.ts';
import type { Append, Draft, StoredEntry } from '../store.ts';
import type { Connection } from './connection.ts';
import { encodeEntry, type EntryRow } from './encode.ts';
import type { Keyed } from './states.ts';

/** An append’s JSON, made once. `main` is the index of the sender’s own draft. */
export type Encoded = { datas: readonly string[]; main: number; author: string };

const insertSql = `INSERT INTO entries (key, previous, conversation, seq, public_seq, at, author, nonce, type, data, staff_data, chain)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

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

/** Where an append’s entries go: into which conversation, from which key on, at what time. */
type Where = { keyed: Keyed; entry: number; at: number };

/** The link of a row after the one before it. */
const linkOf = (previous: Uint8Array | null, conversation: string, row: EntryRow): Uint8Array => {
  const { seq, public_seq: publicSeq, at, author, nonce, type, data, staff_data: staffData } = row;
  const digest = contentDigest({ author, nonce, type, data, staffData });
  return nextLink(previous, { conversation, seq, publicSeq, at }, digest);
};

/** Writes an append’s entries after the last one of its conversation, and gives the state that follows. */
export const createEntryWriter = (connection: Connection) => {
  const insert = connection.prepare(insertSql);

  return (append: Append, encoded: Encoded, { keyed, entry, at }: Where) => {
    const { key, state } = keyed;
    let { lastEntry, link } = keyed;
    let { lastSeq, lastPublicSeq } = state;
    const entries = append.drafts.map((draft, index): StoredEntry => {
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
      const { seq, public_seq, author, nonce, type, data, staff_data } = row;
      link = linkOf(link, state.id, row);
      insert.run(
        entry + index,
        lastEntry,
        key,
        seq,
        public_seq,
        at,
        author,
        nonce,
        type,
        data,
        staff_data,
        link,
      );
      lastEntry = entry + index;
      return encodeEntry(state.id, row);
    });
    return { entries, keyed: { key, lastEntry, link, state: { ...state, lastSeq, lastPublicSeq } } };
  };
};
