import type { ConversationId } from '@shopbell/protocol';
import { encodePublic, encodeStaff, type EntryRow, type PublicRow } from '../encode.ts';
import type { EntryPage, Reader } from '../store.ts';
import type { Pool } from './pool.ts';

type EntryQuery = { conversation: ConversationId; after?: number; before?: number; limit: number };

/** A page in one statement, so that its entries and its end are of one moment. */
const pageSql = (who: { head: string; columns: string; range: string }, order: 'ASC' | 'DESC') => `
  SELECT c.last, c.erased, e.* FROM (${who.head}) c LEFT JOIN LATERAL (
    SELECT ${who.columns} FROM entries
    WHERE conversation = c.key AND ${who.range} ORDER BY seq ${order} LIMIT $5
  ) e ON true ORDER BY e.place`;

const staff = {
  head: `SELECT key, last_seq AS last, erased_seq AS erased FROM conversations
    WHERE id = $1 AND shop = $2`,
  columns: 'seq AS place, seq, public_seq, at, author, nonce, type, data, staff_data',
  range: 'seq > $3 AND seq < $4',
};
// A public number is never above the staff’s, and never further below it than there are hidden entries.
const shopper = {
  head: `SELECT key, last_public_seq AS last, erased_public_seq AS erased,
    last_seq - last_public_seq AS hidden FROM conversations WHERE id = $1 AND shop = $2 AND shopper = $6`,
  columns: 'public_seq AS place, public_seq, at, author, nonce, type, data',
  range: 'seq > $3 AND seq < $4::bigint + c.hidden AND public_seq > $3 AND public_seq < $4',
};

const statements = {
  staff: { forward: pageSql(staff, 'ASC'), backward: pageSql(staff, 'DESC') },
  shopper: { forward: pageSql(shopper, 'ASC'), backward: pageSql(shopper, 'DESC') },
};
const seqMost = 2 ** 31 - 1;

type Row = { last: number; erased: number; place: number | null } & EntryRow;

/** Pages of entries: who reads is part of each query, and so is what they may see. */
export const createEntryPages = (pool: Pool) => {
  const encode = (reader: Reader, conversation: ConversationId, row: Row): string =>
    reader.side === 'staff'
      ? encodeStaff(conversation, row)
      : encodePublic(conversation, row as unknown as PublicRow);

  return async (reader: Reader, query: EntryQuery): Promise<EntryPage | null> => {
    const { conversation, after, before, limit } = query;
    const way = after === undefined ? 'backward' : 'forward';
    const range = [after ?? 0, Math.min(before ?? seqMost, seqMost), limit + 1];
    const who = reader.side === 'staff' ? [] : [reader.shopper];
    const values = [conversation, reader.shop, ...range, ...who];
    const text = statements[reader.side][way];
    const { rows } = await pool.use((ask) => ask<Row>({ name: `${reader.side}_${way}`, text, values }));
    const [first] = rows;
    if (first === undefined) return null;
    const found = rows.filter(({ place }) => place !== null);
    const more = found.length > limit;
    const page = way === 'forward' ? found.slice(0, limit) : found.slice(more ? 1 : 0);
    const entries = page.map((row) => encode(reader, conversation, row));
    return { entries, lastSeq: first.last, erasedSeq: first.erased, more };
  };
};
