import type { AppendResult, Sent, StoredEntry } from '../store.ts';
import type { ConversationId } from '@shopbell/protocol';
import { hash } from 'node:crypto';
import type { Connection } from './connection.ts';
import { encodeEntry, type EntryRow } from './encode.ts';
import type { Keyed } from './states.ts';

type Row = {
  conversation: number;
  id: ConversationId;
  seq: number;
  entries: number;
  main: number;
  body: Uint8Array;
};
/** Where a nonce’s entries lie. */
export type Place = { conversation: number; seq: number; entries: number; main: number };

/** What each sender’s nonces became. */
export interface Nonces {
  /** Takes the nonce; false when it is known already, and nothing has been written. */
  take: (sent: Pick<Sent, 'by' | 'nonce' | 'body'>, place: Place) => boolean;
  /** The first result of a known nonce, or that it was reused; `null` when it is new. */
  known: (sent: Sent, find: (id: ConversationId) => Keyed | null) => AppendResult | null;
  /** The entries of a known nonce, whatever was sent with it. */
  entries: (by: Sent['by'], nonce: string) => StoredEntry[] | null;
}

const takeSql = `INSERT INTO nonces (sender, nonce, conversation, seq, entries, main, body)
  VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`;
const findSql = `SELECT n.conversation, c.id, n.seq, n.entries, n.main, n.body FROM nonces n
  JOIN conversations c ON c.key = n.conversation WHERE n.sender = ? AND n.nonce = ?`;
const entriesSql = `SELECT seq, public_seq, at, author, nonce, type, data, staff_data FROM entries
  WHERE conversation = ? AND seq >= ? AND seq < ? ORDER BY seq`;

const digestBytes = 16;
const digestOf = (body: string): Uint8Array => hash('sha256', body, 'buffer').subarray(0, digestBytes);

const reused: AppendResult = {
  ok: false,
  code: 'nonce_reused',
  message: 'This nonce was used for something else. Use a new one for each thing you send.',
};

/** Nonces over one connection. A sender is known by the id alone: its prefix tells the kinds apart. */
export const createNonces = (connection: Connection): Nonces => {
  const take = connection.prepare(takeSql);
  const find = connection.prepare(findSql);
  const entriesOf = connection.prepare(entriesSql);

  const entriesAt = (row: Row): StoredEntry[] =>
    (entriesOf.all(row.conversation, row.seq, row.seq + row.entries) as EntryRow[]).map((entry) =>
      encodeEntry(row.id, entry),
    );

  return {
    take: ({ by, nonce, body }, { conversation, seq, entries, main }) =>
      take.run(by.id, nonce, conversation, seq, entries, main, digestOf(body)).changes === 1,
    known: ({ by, nonce, conversation, unaddressed, body }, findState) => {
      const row = find.get(by.id, nonce) as Row | undefined;
      if (row === undefined) return null;
      const isSamePlace = unaddressed === true || conversation === null || conversation === row.id;
      if (!isSamePlace || Buffer.compare(row.body, digestOf(body)) !== 0) return reused;
      const entries = entriesAt(row);
      const entry = entries[row.main];
      const keyed = findState(row.id);
      if (entry === undefined || keyed === null) return reused;
      return { ok: true, repeated: true, entries, entry, conversation: keyed.state };
    },
    entries: (by, nonce) => {
      const row = find.get(by.id, nonce) as Row | undefined;
      return row === undefined ? null : entriesAt(row);
    },
  };
};
