import type { ConversationId, ShopperId } from '@shopbell/protocol';
import type { ConversationState } from '../store.ts';
import { createRecent } from '../recent.ts';
import type { Connection } from './connection.ts';

/** A conversation’s state with its key inside the database, its latest entry’s, and that one’s link. Never changed in place. */
export type Keyed = {
  key: number;
  lastEntry: number | null;
  link: Uint8Array | null;
  state: ConversationState;
};

/** The states of the conversations, remembered; the rows are the truth. */
export interface States {
  find: (id: ConversationId) => Keyed | null;
  remember: (keyed: Keyed) => void;
  forget: (id: ConversationId) => void;
  /** The shopper’s conversations that are not closed, latest change first, as the rows have them. */
  openOf: (shop: string, shopper: ShopperId) => Keyed[];
}

type Row = Omit<ConversationState, 'assignee' | 'waitingSince' | 'lastSeq' | 'lastPublicSeq'> & {
  key: number;
  assignee_id: string | null;
  assignee_name: string | null;
  waiting_since: number | null;
  last_seq: number;
  last_public_seq: number;
  last_entry: number | null;
  chain: Uint8Array | null;
};

const columns = [
  'c.key',
  'c.id',
  'c.shop',
  'c.shopper',
  'c.status',
  'c.assignee_id',
  'c.assignee_name',
  'c.waiting_since',
  'c.last_seq',
  'c.last_public_seq',
  'c.last_entry',
  'last.chain',
] as const;
const rememberedMax = 20_000;

const keyedOf = (row: Row): Keyed => ({
  key: row.key,
  lastEntry: row.last_entry,
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

/** States over one connection. */
export const createStates = (connection: Connection): States => {
  const remembered = createRecent<ConversationId, Keyed>(rememberedMax);
  const rows = connection.build
    .selectFrom('conversations as c')
    .leftJoin('entries as last', 'last.key', 'c.last_entry')
    .select(columns);

  const load = (id: ConversationId): Keyed | null => {
    const row = connection.first(rows.where('c.id', '=', id));
    if (row === null) return null;
    const keyed = keyedOf(row);
    remembered.set(id, keyed);
    return keyed;
  };

  return {
    find: (id) => remembered.get(id) ?? load(id),
    remember: (keyed) => remembered.set(keyed.state.id, keyed),
    forget: (id) => remembered.delete(id),
    openOf: (shop, shopper) =>
      connection
        .all(
          rows
            .where('c.shop', '=', shop)
            .where('c.shopper', '=', shopper)
            .where('c.status', '!=', 'closed')
            .orderBy('c.updated_at', 'desc')
            .orderBy('c.key', 'desc'),
        )
        .map(keyedOf),
  };
};
