import type { DatabaseSync } from 'node:sqlite';
import { contentDigest, nextLink } from '../chain.ts';

/** Each entry’s link, and the digest that stays of what is erased. */
export const entryChain = `
  ALTER TABLE entries ADD COLUMN chain BLOB NOT NULL DEFAULT x'';
  ALTER TABLE entries ADD COLUMN digest BLOB;
`;

type Row = {
  key: number;
  id: string;
  seq: number;
  publicSeq: number | null;
  at: number;
  author: string;
  nonce: string;
  type: string;
  data: string;
  staffData: string | null;
};

/** Links what was stored before there was a chain. */
export const linkAll = (database: DatabaseSync): void => {
  const update = database.prepare('UPDATE entries SET chain = ? WHERE key = ?');
  const read =
    database.prepare(`SELECT e.key, c.id, e.seq, e.public_seq AS publicSeq, e.at, e.author, e.nonce, e.type,
    e.data, e.staff_data AS staffData FROM entries e JOIN conversations c ON c.key = e.conversation ORDER BY e.key`);
  const last = new Map<string, Uint8Array>();
  for (const row of read.iterate() as Iterable<Row>) {
    const place = { conversation: row.id, seq: row.seq, publicSeq: row.publicSeq, at: row.at };
    const link = nextLink(last.get(row.id) ?? null, place, contentDigest(row));
    update.run(link, row.key);
    last.set(row.id, link);
  }
};
