import type { ConversationId } from '@shopbell/protocol';
import { hash } from 'node:crypto';
import { bodyOf } from '../body.ts';
import type { Append, AppendResult, Sent, StoredEntry } from '../store.ts';
import type { Connection } from './connection.ts';
import { encodeEntry, type EntryRow } from './encode.ts';
import type { Keyed } from './states.ts';

/** Where a nonce’s entries lie: so many from the key `entry` on. */
export type Place = { entry: number; entries: number; main: number };
type Row = Place & { id: ConversationId; body: string | null };

/** What each sender’s nonces became. */
export interface Nonces {
  /** Takes the nonce; false when it is known already, and nothing has been written. */
  take: (sent: Pick<Append, 'by' | 'nonce' | 'body'>, place: Place) => boolean;
  /** The first result of a known nonce, or that it was reused; `null` when it is new. */
  known: (sent: Sent, find: (id: ConversationId) => Keyed | null) => AppendResult | null;
  /** The entries of a known nonce, whatever was sent with it. */
  entries: (by: Sent['by'], nonce: string) => StoredEntry[] | null;
}

const takeSql = `INSERT INTO nonces (nonce, sender, entry, entries, main, body)
  VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`;
const findSql = `SELECT c.id, n.entry, n.entries, n.main, n.body FROM nonces n JOIN entries e ON e.key = n.entry
  JOIN conversations c ON c.key = e.conversation WHERE n.nonce = ? AND n.sender = ?`;
const entriesSql = `SELECT seq, public_seq, at, author, nonce, type, data, staff_data FROM entries
  WHERE key >= ? AND key < ? ORDER BY key`;

const digestOf = (body: string): string => hash('sha256', body, 'base64url');

const storedBody = ({ type, public_seq, data }: EntryRow): string =>
  `${type} ${public_seq === null ? 'staff' : 'everyone'} ${data}`;

const reused: AppendResult = {
  ok: false,
  code: 'nonce_reused',
  message: 'This nonce was used for something else. Use a new one for each thing you send.',
};

/** What an append sends, as {@link Nonces.known} compares it. */
export const sentOf = (append: Append): Sent => {
  const { by, nonce, conversation, drafts, main = 0, body, unaddressed = false } = append;
  return {
    by,
    nonce,
    unaddressed,
    conversation: typeof conversation === 'string' ? conversation : null,
    body: body ?? bodyOf(drafts[main] ?? drafts[0]),
  };
};

/**
 * Nonces over one connection. A sender is known by the id alone: its prefix tells the kinds apart. Most bodies are the
 * main entry itself and are compared with that, so that the hot path hashes nothing.
 */
export const createNonces = (connection: Connection): Nonces => {
  const take = connection.prepare(takeSql);
  const find = connection.prepare(findSql);
  const entriesOf = connection.prepare(entriesSql);

  const rowsAt = ({ entry, entries }: Row): EntryRow[] => entriesOf.all(entry, entry + entries) as EntryRow[];
  const isSame = (row: Row, main: EntryRow, body: string): boolean =>
    row.body === null ? storedBody(main) === body : row.body === digestOf(body);

  return {
    take: ({ by, nonce, body }, { entry, entries, main }) => {
      const digest = body === undefined ? null : digestOf(body);
      return take.run(nonce, by.id, entry, entries, main, digest).changes === 1;
    },
    known: ({ by, nonce, conversation, unaddressed, body }, findState) => {
      const row = find.get(nonce, by.id) as Row | undefined;
      if (row === undefined) return null;
      const isSamePlace = unaddressed === true || conversation === null || conversation === row.id;
      const rows = rowsAt(row);
      const main = rows[row.main];
      const keyed = findState(row.id);
      if (!isSamePlace || !main || !keyed || !isSame(row, main, body)) return reused;
      const entries = rows.map((each) => encodeEntry(row.id, each));
      const entry = entries[row.main];
      return entry ? { ok: true, repeated: true, entries, entry, conversation: keyed.state } : reused;
    },
    entries: (by, nonce) => {
      const row = find.get(nonce, by.id) as Row | undefined;
      return row === undefined ? null : rowsAt(row).map((entry) => encodeEntry(row.id, entry));
    },
  };
};
