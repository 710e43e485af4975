import type { ConversationId } from '@shopbell/protocol';
import { encodeEntry, type EntryRow } from '../encode.ts';
import { answerKnown, bodyDigest } from '../known.ts';
import type { Append, AppendResult, Sent, StoredEntry } from '../store.ts';
import type { SQLInputValue } from 'node:sqlite';
import type { Connection } from './connection.ts';
import { createInsertRows } from './insert-rows.ts';
import type { Keyed } from './states.ts';

/** Where a nonce’s entries lie: so many from the key `entry` on. */
export type Place = { entry: number; entries: number; main: number };
type Row = Place & { id: ConversationId; body: string | null };
/** A nonce, whose it is, and what becomes of it. */
export type Taken = Place & { sent: Pick<Append, 'by' | 'nonce' | 'body'> };

/** What each sender’s nonces became. */
export interface Nonces {
  /** Takes the nonce; false when it is known already, and nothing has been written. */
  take: (taken: Taken) => boolean;
  /** Takes all of them; false when one was known, or two are the same. */
  takeAll: (taken: readonly Taken[]) => boolean;
  /** The first result of a known nonce, or that it was reused; `null` when it is new. */
  known: (sent: Sent, find: (id: ConversationId) => Keyed | null) => AppendResult | null;
  /** The entries of a known nonce, whatever was sent with it. */
  entries: (by: Sent['by'], nonce: string) => StoredEntry[] | null;
}

const columns = ['nonce', 'sender', 'entry', 'entries', 'main', 'body'];
const findSql = `SELECT c.id, n.entry, n.entries, n.main, n.body FROM nonces n JOIN entries e ON e.key = n.entry
  JOIN conversations c ON c.key = e.conversation WHERE n.nonce = ? AND n.sender = ?`;
const entriesSql = `SELECT seq, public_seq, at, author, nonce, type, data, staff_data FROM entries
  WHERE key >= ? AND key < ? ORDER BY key`;

/** Nonces over one connection. A sender is known by the id alone: its prefix tells the kinds apart. */
export const createNonces = (connection: Connection): Nonces => {
  const insert = createInsertRows(connection, { table: 'nonces', columns, orElse: 'ON CONFLICT DO NOTHING' });
  const find = connection.prepare(findSql);
  const entriesOf = connection.prepare(entriesSql);

  const rowsAt = ({ entry, entries }: Row): EntryRow[] => entriesOf.all(entry, entry + entries) as EntryRow[];
  const takeAll = (taken: readonly Taken[]): boolean => {
    const values: SQLInputValue[] = [];
    for (const { sent, entry, entries, main } of taken) {
      const { nonce, by, body } = sent;
      values.push(nonce, by.id, entry, entries, main, body === undefined ? null : bodyDigest(body));
    }
    return insert(values) === taken.length;
  };
  return {
    take: (taken) => takeAll([taken]),
    takeAll,
    known: (sent, findState) => {
      const row = find.get(sent.nonce, sent.by.id) as Row | undefined;
      if (row === undefined) return null;
      const { id, main, body } = row;
      return answerKnown(sent, { id, main, body, rows: rowsAt(row) }, findState(id)?.state ?? null);
    },
    entries: (by, nonce) => {
      const row = find.get(nonce, by.id) as Row | undefined;
      return row === undefined ? null : rowsAt(row).map((entry) => encodeEntry(row.id, entry));
    },
  };
};
