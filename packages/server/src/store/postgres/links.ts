import type { Link, LinkedConversation } from '../store.ts';
import type { Pool } from './pool.ts';

const linksSql = `SELECT e.conversation AS c, coalesce(c.id, 'of no conversation') AS conversation, e.seq,
  e.public_seq AS "publicSeq", e.at, e.author, e.nonce, e.type, e.data, e.staff_data AS "staffData", e.chain AS link,
  e.digest FROM entries e LEFT JOIN conversations c ON c.key = e.conversation
  WHERE (e.conversation, e.seq) > ($1, $2) ORDER BY e.conversation, e.seq LIMIT $3`;
const endsSql = `SELECT key, id, last_seq AS "lastSeq", last_public_seq AS "lastPublicSeq" FROM conversations
  WHERE key > $1 ORDER BY key LIMIT $2`;

type Row = Omit<Link, 'content' | 'key'> & { c: number } & NonNullable<Link['content']>;

/** Entries of a conversation that an entry’s key has room for; 2^29 conversations are left within 2^53. */
const seqs = 2 ** 24;

const linkOf = ({ c, author, nonce, type, data, staffData, ...row }: Row): Link => ({
  ...row,
  key: c * seqs + row.seq,
  content: row.digest === null ? { author, nonce, type, data, staffData } : null,
});

/** What the chains are checked by: entries conversation by conversation, keyed by both. */
export const createLinks = (pool: Pool) => ({
  links: async ({ after, limit }: { after: number; limit: number }): Promise<Link[]> => {
    const values = [Math.floor(after / seqs), after % seqs, limit];
    const { rows } = await pool.use((ask) => ask<Row>({ name: 'links', text: linksSql, values }));
    return rows.map(linkOf);
  },
  ends: async ({ after, limit }: { after: number; limit: number }): Promise<LinkedConversation[]> => {
    const query = { name: 'ends', text: endsSql, values: [after, limit] };
    return (await pool.use((ask) => ask<LinkedConversation>(query))).rows;
  },
});
