import type { SQLInputValue } from 'node:sqlite';
import { placeRows, type EncodedAppend } from '../place-entries.ts';
import type { Connection } from './connection.ts';
import { createInsertRows } from './insert-rows.ts';
import type { Keyed } from './states.ts';

const columns = [
  'key',
  'previous',
  'conversation',
  'seq',
  'public_seq',
  'at',
  'author',
  'nonce',
  'type',
  'data',
  'staff_data',
  'chain',
] as const;

/** Where an append’s entries go: into which conversation, from which key on, at what time. */
type Where = { keyed: Keyed; entry: number; at: number };

/** Entries on their way into the table: gathered, and written before anybody reads them there. */
export const createEntryWriter = (connection: Connection) => {
  const insert = createInsertRows(connection, { table: 'entries', columns });
  let waiting: SQLInputValue[] = [];

  return {
    /** Takes an append’s entries after the last one of its conversation, and gives the end that follows. */
    add: (append: EncodedAppend, { keyed, entry, at }: Where): Keyed => {
      const { key, state, link } = keyed;
      let { lastEntry } = keyed;
      let own = entry;
      const { rows, end } = placeRows(append, { state, link, at });
      for (const { seq, public_seq, author, nonce, type, data, staff_data, chain } of rows) {
        waiting.push(own, lastEntry, key, seq, public_seq, at, author, nonce, type, data, staff_data, chain);
        lastEntry = own;
        own += 1;
      }
      return { key, lastEntry, ...end };
    },
    /** Writes what was taken. */
    write: (): void => {
      insert(waiting);
      waiting = [];
    },
    /** Nothing of it is written: its transaction is undone. */
    drop: (): void => {
      waiting = [];
    },
  };
};
