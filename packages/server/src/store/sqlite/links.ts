import type { Link, LinkedConversation } from '../store.ts';
import type { Connection } from './connection.ts';

const linksSql = `SELECT e.key, c.id AS conversation, e.seq, e.public_seq AS publicSeq, e.at, e.author, e.nonce, e.type,
  e.data, e.staff_data AS staffData, e.chain AS link, e.digest
  FROM entries e LEFT JOIN conversations c ON c.key = e.conversation WHERE e.key > ? ORDER BY e.key LIMIT ?`;
const endsSql = `SELECT key, id, last_seq AS lastSeq, last_public_seq AS lastPublicSeq FROM conversations
  WHERE key > ? ORDER BY key LIMIT ?`;

type Row = Omit<Link, 'content' | 'conversation'> & { conversation: string | null } & NonNullable<
    Link['content']
  >;

const linkOf = ({ author, nonce, type, data, staffData, conversation, ...row }: Row): Link => ({
  ...row,
  conversation: conversation ?? 'of no conversation',
  content: row.digest === null ? { author, nonce, type, data, staffData } : null,
});

/** What the chains are checked by, over one connection. */
export const createLinks = (connection: Connection) => {
  const links = connection.prepare(linksSql);
  const ends = connection.prepare(endsSql);
  return {
    links: (after: number, limit: number): Link[] =>
      (links.all(after, limit) as unknown as Row[]).map(linkOf),
    ends: (after: number, limit: number): LinkedConversation[] =>
      ends.all(after, limit) as unknown as LinkedConversation[],
  };
};
