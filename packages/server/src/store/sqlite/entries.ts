import type { EntryPage, Reader } from '../store.ts';
import type { ConversationId } from '@shopbell/protocol';
import type { Connection } from './connection.ts';
import { encodePublic, encodeStaff, type EntryRow, type PublicRow } from './encode.ts';

/** Which page: after a place, before a place, or (neither) the last one. Places are the reader’s numbering. */
export type EntryQuery = {
  conversation: ConversationId;
  after?: number | undefined;
  before?: number | undefined;
  limit: number;
};

const staffWho = 'FROM conversations WHERE id = ? AND shop = ?';
const publicColumns = 'public_seq, at, author, nonce, type, data';

// A public number is never above the staff’s, and never further below it than there are hidden entries: so the
// key (conversation, seq) finds a shopper’s page too, without an index of its own.
const shopperRange = 'seq > ? AND seq < ? AND public_seq > ? AND public_seq < ?';

const bounds = ({ after, before }: EntryQuery, last: number) => ({
  from: after ?? 0,
  to: before ?? last + 1,
  isForward: after !== undefined,
});

const paged = (found: string[], query: EntryQuery, last: number): EntryPage => {
  const page = found.slice(0, query.limit);
  const entries = query.after === undefined ? page.toReversed() : page;
  return { entries, lastSeq: last, more: found.length > query.limit };
};

/** Pages of entries over one connection: who reads is part of each query, and so is what they may see. */
export const createEntryPages = (connection: Connection) => {
  const staffHead = connection.prepare(`SELECT key, last_seq AS last ${staffWho}`);
  const shopperHead = connection.prepare(
    `SELECT key, last_public_seq AS last, last_seq - last_public_seq AS hidden ${staffWho} AND shopper = ?`,
  );
  const staff = (order: 'ASC' | 'DESC') =>
    connection.prepare(
      `SELECT seq, public_seq, at, author, nonce, type, data, staff_data FROM entries
       WHERE conversation = ? AND seq > ? AND seq < ? ORDER BY seq ${order} LIMIT ?`,
    );
  const shopper = (order: 'ASC' | 'DESC') =>
    connection.prepare(
      `SELECT ${publicColumns} FROM entries WHERE conversation = ? AND ${shopperRange} ORDER BY seq ${order} LIMIT ?`,
    );
  const forward = { staff: staff('ASC'), shopper: shopper('ASC') };
  const backward = { staff: staff('DESC'), shopper: shopper('DESC') };

  const staffPage = (shop: string, query: EntryQuery): EntryPage | null => {
    const head = staffHead.get(query.conversation, shop) as { key: number; last: number } | undefined;
    if (head === undefined) return null;
    const { from, to, isForward } = bounds(query, head.last);
    const statement = isForward ? forward.staff : backward.staff;
    const rows = statement.all(head.key, from, to, query.limit + 1) as EntryRow[];
    return paged(
      rows.map((row) => encodeStaff(query.conversation, row)),
      query,
      head.last,
    );
  };

  const shopperPage = (reader: Extract<Reader, { side: 'shopper' }>, query: EntryQuery): EntryPage | null => {
    const found = shopperHead.get(query.conversation, reader.shop, reader.shopper);
    if (found === undefined) return null;
    const { key, last, hidden } = found as { key: number; last: number; hidden: number };
    const { from, to, isForward } = bounds(query, last);
    const statement = isForward ? forward.shopper : backward.shopper;
    const rows = statement.all(key, from, to + hidden, from, to, query.limit + 1) as PublicRow[];
    return paged(
      rows.map((row) => encodePublic(query.conversation, row)),
      query,
      last,
    );
  };

  return (reader: Reader, query: EntryQuery): EntryPage | null =>
    reader.side === 'staff' ? staffPage(reader.shop, query) : shopperPage(reader, query);
};
