import type { StatementSync } from 'node:sqlite';
import type { EntryPage, Reader } from '../store.ts';
import type { ConversationId } from '@shopbell/protocol';
import { blockSize, blockSql } from './block.ts';
import type { Connection } from './connection.ts';
import { encodePublic, encodeStaff, type EntryRow, type PublicRow } from '../encode.ts';

/*
 * A conversation’s entries lie scattered among all others, in the order of their coming. Each names the one before it;
 * every 64th, the end of a block, is found by an index, the latest from the conversation:
 *
 *     1 ← 2 ← … ← 64 ← 65 ← … ← 128 ← 129 ← 130
 *                 ↑ index        ↑ index      ↑ conversations.last_entry
 *
 * So a page is read block by block, each from its end backwards.
 */

/** Which page: after a place, before a place, or (neither) the last one. Places are the reader’s numbering. */
export type EntryQuery = {
  conversation: ConversationId;
  after?: number | undefined;
  before?: number | undefined;
  limit: number;
};
/** Entries strictly between two places of the staff’s numbering, of which `most` are wanted from one end. */
type Range = { key: number; from: number; to: number; isForward: boolean; most: number };

const staffWho = 'FROM conversations WHERE id = ? AND shop = ?';

const staffSql = blockSql(
  'e.seq, e.public_seq, e.at, e.author, e.nonce, e.type, e.data, e.staff_data',
  'b.seq > $from AND b.seq < $to',
);
const shopperSql = blockSql(
  'e.public_seq, e.at, e.author, e.nonce, e.type, e.data',
  'e.public_seq > $from AND e.public_seq < $to',
);

const bounds = ({ after, before }: EntryQuery, last: number) => ({
  from: after ?? 0,
  to: Math.min(before ?? last + 1, last + 1),
  isForward: after !== undefined,
});

type Ends = { last: number; erased: number };

const paged = (found: string[], query: EntryQuery, { last, erased }: Ends): EntryPage => {
  const page = found.slice(0, query.limit);
  const entries = query.after === undefined ? page.toReversed() : page;
  return { entries, lastSeq: last, erasedSeq: erased, more: found.length > query.limit };
};

/** The rows of a range, nearest to its beginning first, or nearest to its end. */
const collect = <Row>(statement: StatementSync, range: Range, seen: { from: number; to: number }): Row[] => {
  const { key, from, to, isForward, most } = range;
  const rows: Row[] = [];
  let first = from + 1;
  let last = to - 1;
  while (first <= last && rows.length < most) {
    const end = Math.ceil((isForward ? first : last) / blockSize) * blockSize;
    const begin = Math.max(first, end - blockSize + 1);
    const block = statement.all({ $key: key, $first: begin, $end: end, $from: seen.from, $to: seen.to });
    rows.push(...((isForward ? block : block.toReversed()) as Row[]));
    if (isForward) first = end + 1;
    else last = begin - 1;
  }
  return rows;
};

/** Pages of entries over one connection: who reads is part of each query, and so is what they may see. */
export const createEntryPages = (connection: Connection) => {
  const staffHead = connection.prepare(`SELECT key, last_seq AS last, erased_seq AS erased ${staffWho}`);
  const shopperHead = connection.prepare(
    `SELECT key, last_public_seq AS last, erased_public_seq AS erased, last_seq - last_public_seq AS hidden
      ${staffWho} AND shopper = ?`,
  );
  const staffBlock = connection.prepare(staffSql);
  const shopperBlock = connection.prepare(shopperSql);

  const staffPage = (shop: string, query: EntryQuery): EntryPage | null => {
    const head = staffHead.get(query.conversation, shop) as ({ key: number } & Ends) | undefined;
    if (head === undefined) return null;
    const seen = bounds(query, head.last);
    const range = { key: head.key, ...seen, most: query.limit + 1 };
    const rows = collect<EntryRow>(staffBlock, range, seen);
    return paged(
      rows.map((row) => encodeStaff(query.conversation, row)),
      query,
      head,
    );
  };

  const shopperPage = (reader: Extract<Reader, { side: 'shopper' }>, query: EntryQuery): EntryPage | null => {
    const found = shopperHead.get(query.conversation, reader.shop, reader.shopper);
    if (found === undefined) return null;
    const { key, hidden, ...ends } = found as { key: number; hidden: number } & Ends;
    const seen = bounds(query, ends.last);
    // A public number is never above the staff’s, and never further below it than there are hidden entries.
    const range = { key, ...seen, to: seen.to + hidden, most: query.limit + 1 };
    const rows = collect<PublicRow>(shopperBlock, range, seen);
    return paged(
      rows.map((row) => encodePublic(query.conversation, row)),
      query,
      ends,
    );
  };

  return (reader: Reader, query: EntryQuery): EntryPage | null =>
    reader.side === 'staff' ? staffPage(reader.shop, query) : shopperPage(reader, query);
};
