import type { ConversationId } from '@shopbell/protocol';
import { previewAt, type EncodedAppend } from '../place-entries.ts';
import type { ConversationState } from '../store.ts';
import type { Connection } from './connection.ts';
import type { Keyed, States } from './states.ts';

type Patch = NonNullable<EncodedAppend['patch']>;
/** Whom an append is for. */
type Target = Pick<EncodedAppend, 'shop' | 'conversation'>;
/** A conversation as the batch has left it so far; the preview is JSON. */
type Working = Keyed & { preview: string | null; seqBefore: number };

/** What one transaction has changed so far: laid over what is remembered until it is committed. */
export interface Batch {
  readonly at: number;
  find: (id: ConversationId) => Keyed | null;
  /** The conversations it has changed so far, as they were before it and are now. */
  changes: () => { before: ConversationState | null; now: ConversationState }[];
  /** Whether the shopper has a conversation that is not closed. */
  hasOpen: (append: Target) => boolean;
  /** Keys for so many entries, one after the other; the first of them. */
  claimEntries: (count: number) => number;
  begin: (state: ConversationState, append: Target) => Keyed;
  change: (keyed: Keyed, append: Pick<EncodedAppend, 'patch' | 'preview'>) => ConversationState;
  /** Writes each changed conversation once. */
  flush: () => void;
  /** After the commit: from here on this is what is remembered. */
  settle: () => void;
}

const insertSql = `INSERT INTO conversations (key, id, shop, shopper, status, opened_at, updated_at, last_seq,
  last_public_seq, read_public_seq, seen_public_seq, page) VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, ?)`;
const updateSql = `UPDATE conversations SET status = ?, assignee_id = ?, assignee_name = ?, updated_at = ?,
  waiting_since = ?, last_seq = ?, last_public_seq = ?, last_entry = ?, preview = COALESCE(?, preview)
  WHERE key = ? AND last_seq = ?`;

const patched = (state: ConversationState, patch: Patch): ConversationState => ({
  ...state,
  status: patch.status ?? state.status,
  assignee: patch.assignee === undefined ? state.assignee : patch.assignee,
  waitingSince: patch.waitingSince === undefined ? state.waitingSince : patch.waitingSince,
});

type Begun = { key: number; state: ConversationState; append: Target; at: number };

/** What a batch reads and writes of the tables, over one connection. */
const createRows = (connection: Connection) => {
  const insert = connection.prepare(insertSql);
  const update = connection.prepare(updateSql);
  const lastKey = connection.prepare('SELECT MAX(key) AS key FROM conversations');
  const lastEntryKey = connection.prepare('SELECT MAX(key) AS key FROM entries');
  const after = (last: Record<string, unknown> | undefined): number => Number(last?.['key'] ?? 0) + 1;

  return {
    nextKey: () => after(lastKey.get()),
    nextEntryKey: () => after(lastEntryKey.get()),
    begin: ({ key, state, append: { conversation }, at }: Begun): void => {
      const page = typeof conversation === 'object' ? conversation.begin.page : null;
      const encoded = page === null ? null : JSON.stringify(page);
      insert.run(key, state.id, state.shop, state.shopper, state.status, at, at, encoded);
    },
    write: ({ key, lastEntry, state, preview, seqBefore }: Working, at: number): void => {
      const { status, assignee, waitingSince, lastSeq, lastPublicSeq } = state;
      const { changes } = update.run(
        status,
        assignee?.id ?? null,
        assignee?.name ?? null,
        at,
        waitingSince,
        lastSeq,
        lastPublicSeq,
        lastEntry,
        preview,
        key,
        seqBefore,
      );
      // The numbers were given from memory: were the row elsewhere, one of them would be given twice.
      if (changes !== 1) throw new Error(`the store contradicts itself: ${state.id} is not at ${seqBefore}`);
    },
  };
};

/** Statements of one connection, from which each transaction’s {@link Batch} is made. */
export const createBatches = (connection: Connection, states: States): ((at: number) => Batch) => {
  const rows = createRows(connection);

  return (at) => {
    const changed = new Map<ConversationId, Working>();
    let nextEntry: number | null = null;
    const find = (id: ConversationId): Keyed | null => changed.get(id) ?? states.find(id);
    return {
      at,
      find,
      changes: () =>
        [...changed.values()].map(({ state, seqBefore }) => ({
          before: seqBefore === 0 ? null : (states.find(state.id)?.state ?? null),
          now: state,
        })),
      hasOpen: ({ shop, conversation }) =>
        typeof conversation === 'object' &&
        states
          .openOf(shop, conversation.begin.shopper)
          .some(({ state }) => find(state.id)?.state.status !== 'closed'),
      claimEntries: (count) => {
        const first = nextEntry ?? rows.nextEntryKey();
        nextEntry = first + count;
        return first;
      },
      begin: (state, append) => {
        const begun = { key: rows.nextKey(), lastEntry: null, link: null, state };
        rows.begin({ ...begun, append, at });
        changed.set(state.id, { ...begun, preview: null, seqBefore: 0 });
        return begun;
      },
      change: ({ key, lastEntry, link, state }, { patch, preview: said }) => {
        const before = changed.get(state.id);
        const preview = said === null ? (before?.preview ?? null) : previewAt(said, at);
        const seqBefore = before?.seqBefore ?? states.find(state.id)?.state.lastSeq ?? 0;
        const next = patch === undefined ? state : patched(state, patch);
        changed.set(state.id, { key, lastEntry, link, state: next, preview, seqBefore });
        return next;
      },
      flush: () => {
        for (const working of changed.values()) rows.write(working, at);
      },
      settle: () => {
        for (const { key, lastEntry, link, state } of changed.values())
          states.remember({ key, lastEntry, link, state });
      },
    };
  };
};
