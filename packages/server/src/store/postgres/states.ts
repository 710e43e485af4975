import type { ConversationId, ShopperId } from '@shopbell/protocol';
import type { EntryRow } from '../encode.ts';
import type { KnownNonce } from '../known.ts';
import type { End } from '../place-entries.ts';
import type { ConversationState } from '../store.ts';
import type { Ask } from './session.ts';

/** A conversation’s end with its key inside the database. Never changed in place. */
export type Keyed = End & { key: number };

type Row = Omit<ConversationState, 'assignee' | 'waitingSince' | 'lastSeq' | 'lastPublicSeq'> & {
  key: number;
  assignee_id: string | null;
  assignee_name: string | null;
  waiting_since: number | null;
  last_seq: number;
  last_public_seq: number;
  chain: Uint8Array | null;
};

const keyedOf = (row: Row): Keyed => ({
  key: row.key,
  link: row.chain,
  state: {
    id: row.id,
    shop: row.shop,
    shopper: row.shopper,
    status: row.status,
    assignee: row.assignee_id === null ? null : { id: row.assignee_id, name: row.assignee_name ?? '' },
    waitingSince: row.waiting_since,
    lastSeq: row.last_seq,
    lastPublicSeq: row.last_public_seq,
  },
});

const statesSql = `SELECT c.key, c.id, c.shop, c.shopper, c.status, c.assignee_id, c.assignee_name, c.waiting_since,
  c.last_seq, c.last_public_seq, last.chain
  FROM conversations c LEFT JOIN entries last ON last.conversation = c.key AND last.seq = c.last_seq`;

/** The states of conversations, as their rows have them. */
export const loadStates = async (ask: Ask, ids: readonly ConversationId[]): Promise<Keyed[]> => {
  const query = { name: 'states', text: `${statesSql} WHERE c.id = ANY($1)`, values: [ids] };
  return (await ask<Row>(query)).rows.map(keyedOf);
};

/** The conversations of shoppers that are not closed, latest change first. */
export const loadOpen = async (ask: Ask, shoppers: readonly ShopperId[]): Promise<Keyed[]> => {
  const text = `${statesSql} WHERE c.shopper = ANY($1) AND c.status <> 'closed' ORDER BY c.updated_at DESC, c.key DESC`;
  return (await ask<Row>({ name: 'open', text, values: [shoppers] })).rows.map(keyedOf);
};

type NonceRow = {
  nonce: string;
  sender: string;
  id: ConversationId;
  main: number;
  body: string | null;
} & Omit<EntryRow, 'nonce'> & { entry_nonce: string };

const knownSql = `SELECT n.nonce, n.sender, c.id, n.main, n.body, e.seq, e.public_seq, e.at, e.author,
  e.nonce AS entry_nonce, e.type, e.data, e.staff_data
  FROM unnest($1::text[], $2::text[]) AS s (nonce, sender)
  JOIN nonces n ON n.nonce = s.nonce AND n.sender = s.sender JOIN conversations c ON c.key = n.conversation
  JOIN entries e ON e.conversation = n.conversation AND e.seq >= n.seq AND e.seq < n.seq + n.entries
  ORDER BY e.conversation, e.seq`;

/** A nonce and who used it. */
export type Sender = { nonce: string; sender: string };

/** The name under which a sender’s nonce is found in {@link loadKnown}. */
export const nonceKey = ({ nonce, sender }: Sender): string => `${nonce} ${sender}`;

/** What those of the nonces that are known became. */
export const loadKnown = async (ask: Ask, sent: readonly Sender[]): Promise<Map<string, KnownNonce>> => {
  const values = [sent.map(({ nonce }) => nonce), sent.map(({ sender }) => sender)];
  const { rows } = await ask<NonceRow>({ name: 'known', text: knownSql, values });
  const known = new Map<string, KnownNonce & { rows: EntryRow[] }>();
  for (const { id, main, body, nonce, sender, entry_nonce, ...entry } of rows) {
    const key = nonceKey({ nonce, sender });
    const found = known.get(key) ?? { id, main, body, rows: [] };
    found.rows.push({ ...entry, nonce: entry_nonce });
    known.set(key, found);
  }
  return known;
};
