import type { Audience, ConversationId } from '@shopbell/protocol';
import type { StoredEntry } from './store.ts';

/** An entry’s row with what a reader of it may select. `author`, `data`, `staff_data` are JSON. */
export type EntryRow = {
  seq: number;
  public_seq: number | null;
  at: number;
  author: string;
  nonce: string;
  type: string;
  data: string;
  staff_data: string | null;
};
/** What is ever selected of an entry for a shopper. */
export type PublicRow = Omit<EntryRow, 'seq' | 'staff_data' | 'public_seq'> & { public_seq: number };

const tail = (row: Omit<EntryRow, 'seq' | 'public_seq' | 'staff_data'>, audience: Audience): string =>
  `"at":${row.at},"by":${row.author},"audience":"${audience}","nonce":${JSON.stringify(row.nonce)},"type":"${row.type}","data":${row.data}`;

/** The entry as a shopper reads it: the public numbering, nothing of the staff’s. */
export const encodePublic = (conversation: ConversationId, row: PublicRow): string =>
  `{"conversation":"${conversation}","seq":${row.public_seq},${tail(row, 'everyone')}}`;

/** The entry as staff read it. */
export const encodeStaff = (conversation: ConversationId, row: EntryRow): string => {
  const isPublic = row.public_seq !== null;
  const place = isPublic ? `"publicSeq":${row.public_seq},` : '';
  const hidden = row.staff_data === null ? '' : `,"staffData":${row.staff_data}`;
  return `{"conversation":"${conversation}","seq":${row.seq},${place}${tail(row, isPublic ? 'everyone' : 'staff')}${hidden}}`;
};

/** A row as it was stored or found, encoded once for each side. */
export const encodeEntry = (conversation: ConversationId, row: EntryRow): StoredEntry => {
  const { seq, public_seq: publicSeq, at } = row;
  const everyone = publicSeq === null ? null : encodePublic(conversation, { ...row, public_seq: publicSeq });
  return { conversation, seq, publicSeq, at, wire: { staff: encodeStaff(conversation, row), everyone } };
};
