import type { ConversationId } from '@shopbell/protocol';
import type { Append, ConversationPatch, ConversationState } from '../store.ts';
import type { Connection } from './connection.ts';
import type { Keyed, States } from './states.ts';

type Preview = NonNullable<ConversationPatch['preview']> & { at: number };
/** A conversation as the batch has left it so far. */
type Working = Keyed & { preview: Preview | null };

/** What one transaction has changed so far: laid over what is remembered until it is committed. */
export interface Batch {
  readonly at: number;
  find: (id: ConversationId) => Keyed | null;
  /** Whether the shopper has a conversation that is not closed. */
  hasOpen: (append: Append) => boolean;
  /** The key the next conversation will have. */
  nextKey: () => number;
  begin: (state: ConversationState, append: Append) => Keyed;
  change: (keyed: Keyed, patch: ConversationPatch | undefined) => ConversationState;
  /** Writes each changed conversation once. */
  flush: () => void;
  /** After the commit: from here on this is what is remembered. */
  settle: () => void;
}

const insertSql = `INSERT INTO conversations (key, id, shop, shopper, status, opened_at, updated_at, last_seq,
  last_public_seq, read_public_seq, seen_public_seq, page) VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, ?)`;
const updateSql = `UPDATE conversations SET status = ?, assignee_id = ?, assignee_name = ?, updated_at = ?,
  waiting_since = ?, last_seq = ?, last_public_seq = ?, preview = COALESCE(?, preview) WHERE key = ?`;

const patched = (state: ConversationState, patch: ConversationPatch): ConversationState => ({
  ...state,
  status: patch.status ?? state.status,
  assignee: patch.assignee === undefined ? state.assignee : patch.assignee,
  waitingSince: patch.waitingSince === undefined ? state.waitingSince : patch.waitingSince,
});

/** Statements of one connection, from which each transaction’s {@link Batch} is made. */
export const createBatches = (connection: Connection, states: States): ((at: number) => Batch) => {
  const insert = connection.prepare(insertSql);
  const update = connection.prepare(updateSql);
  const lastKey = connection.prepare('SELECT MAX(key) AS key FROM conversations');

  const nextKey = (): number => Number(lastKey.get()?.['key'] ?? 0) + 1;

  const write = ({ key, state, preview }: Working, at: number): void => {
    const encoded = preview === null ? null : JSON.stringify(preview);
    const { status, assignee, waitingSince, lastSeq, lastPublicSeq } = state;
    const who = assignee === null ? [null, null] : [assignee.id, assignee.name];
    update.run(status, ...who, at, waitingSince, lastSeq, lastPublicSeq, encoded, key);
  };

  return (at) => {
    const changed = new Map<ConversationId, Working>();
    const find = (id: ConversationId): Keyed | null => changed.get(id) ?? states.find(id);
    return {
      at,
      find,
      hasOpen: ({ shop, conversation }) =>
        typeof conversation === 'object' &&
        states
          .openOf(shop, conversation.begin.shopper)
          .some(({ state }) => find(state.id)?.state.status !== 'closed'),
      nextKey,
      begin: (state, { conversation }) => {
        const key = nextKey();
        const page = typeof conversation === 'object' ? conversation.begin.page : null;
        const encoded = page === null ? null : JSON.stringify(page);
        insert.run(key, state.id, state.shop, state.shopper, state.status, at, at, encoded);
        return { key, state };
      },
      change: ({ key, state }, patch) => {
        const before = changed.get(state.id)?.preview ?? null;
        const preview = patch?.preview ? { ...patch.preview, at } : before;
        const next = patch === undefined ? state : patched(state, patch);
        changed.set(state.id, { key, state: next, preview });
        return next;
      },
      flush: () => {
        for (const working of changed.values()) write(working, at);
      },
      settle: () => {
        for (const { key, state } of changed.values()) states.remember({ key, state });
      },
    };
  };
};
