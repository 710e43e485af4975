import type { ConversationId, ShopperId } from '@shopbell/protocol';
import type { ConversationState } from '../store.ts';
import { createRecent } from '../recent.ts';
import type { Connection } from './connection.ts';

/** A conversation’s state with its key inside the database and its latest entry’s. Never changed in place. */
export type Keyed = { key: number; lastEntry: number | null; state: ConversationState };

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
};

const columns = [
  'key',
  'id',
  'shop',
  'shopper',
  'status',
  'assignee_id',
  'assignee_name',
  'waiting_since',
  'last_seq',
  'last_public_seq',
  'last_entry',
] as const;
const rememberedMax = 20_000;

const keyedOf = (row: Row): Keyed => ({
  key: row.key,
  lastEntry: row.last_entry,
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
  const { build } = connection;

  const load = (id: ConversationId): Keyed | null => {
    const row = connection.first(build.selectFrom('conversations').select(columns).where('id', '=', id));
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
          build
            .selectFrom('conversations')
            .select(columns)
            .where('shop', '=', shop)
            .where('shopper', '=', shopper)
            .where('status', '!=', 'closed')
            .orderBy('updated_at', 'desc')
            .orderBy('key', 'desc'),
        )
        .map(keyedOf),
  };
};
