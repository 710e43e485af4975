import { placeRows, type EncodedAppend } from '../place-entries.ts';
import type { Connection } from './connection.ts';
import type { Keyed } from './states.ts';

const insertSql = `INSERT INTO entries (key, previous, conversation, seq, public_seq, at, author, nonce, type, data, staff_data, chain)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

/** Where an append’s entries go: into which conversation, from which key on, at what time. */
type Where = { keyed: Keyed; entry: number; at: number };

/** Writes an append’s entries after the last one of its conversation, and gives the state that follows. */
export const createEntryWriter = (connection: Connection) => {
  const insert = connection.prepare(insertSql);

  return (append: EncodedAppend, { keyed, entry, at }: Where): Keyed => {
    const { key, state, link } = keyed;
    let { lastEntry } = keyed;
    const { rows, end } = placeRows(append, { state, link, at });
    for (const [index, row] of rows.entries()) {
      const own = entry + index;
      const { seq, public_seq, author, nonce, type, data, staff_data, chain } = row;
      insert.run(own, lastEntry, key, seq, public_seq, at, author, nonce, type, data, staff_data, chain);
      lastEntry = own;
    }
    return { key, lastEntry, ...end };
  };
};
