import type { ConversationId } from '@shopbell/protocol';
import { sql } from 'kysely';
import { createActionReads } from '../action-reads.ts';
import { movedColumns } from '../action-columns.ts';
import { createChallenges } from '../challenges.ts';
import { createFiles } from '../files.ts';
import { createCanned } from '../canned.ts';
import { createRoutingStore } from '../routing.ts';
import { createService } from '../shop-settings.ts';
import { createFollowups } from '../followups.ts';
import { createHeld } from '../held.ts';
import { answerKnown } from '../known.ts';
import type { Note, Peers } from '../peers.ts';
import { createKeys, createRevocations, createShops } from '../people.ts';
import { createRecent } from '../recent.ts';
import type { Runner } from '../runner.ts';
import { createProfiles, createShoppers, createTokens } from '../shoppers.ts';
import type { Store } from '../store.ts';
import { createSummaries } from '../summaries.ts';
import { encodeEntry } from '../encode.ts';
import { createAppend, type Remembered } from './append.ts';
import { assertDurable, type DurabilityOptions } from './durability.ts';
import { createEntryPages } from './entries.ts';
import { createErasing } from './erase.ts';
import { createLinks } from './links.ts';
import { createMarks } from './marks.ts';
import { createPeers } from './peers.ts';
import type { Plan } from './plan.ts';
import type { Pool } from './pool.ts';
import { createRunner } from './runner.ts';
import { coarseMs } from './schema.ts';
import { createSearch } from './search/search.ts';
import type { Session, SessionOptions } from './session.ts';
import { loadKnown, loadOpen, loadStates, type Keyed, type Sender } from './states.ts';

/** The connections of a store, and its clock. */
export type StoreParts = DurabilityOptions & {
  /** Appends, one batch after the other. */
  writer: Session;
  /** What need not reach the disk. */
  signals: Session;
  /** Everything else. */
  pool: Pool;
  now: () => number;
  /** How further connections are made. */
  session: SessionOptions;
};

const rememberedMax = 20_000;

const createNonces = (pool: Pool) => {
  const find = async (sent: Sender) => [...(await pool.use((ask) => loadKnown(ask, [sent]))).values()][0];
  return {
    known: async (sent) => {
      const known = await find({ nonce: sent.nonce, sender: sent.by.id });
      if (!known) return null;
      const [keyed] = await pool.use((ask) => loadStates(ask, [known.id]));
      return answerKnown(sent, known, keyed?.state ?? null);
    },
    appended: async (by, nonce) => {
      const known = await find({ nonce, sender: by.id });
      return known ? known.rows.map((row) => encodeEntry(known.id, row)) : null;
    },
  } satisfies Partial<Store>;
};

/** What the other relays are told of a batch. */
const notesOf = ({ left, actions }: Plan): Note[] => [
  ...[...left.values()].map(({ keyed: { state } }): Note => ({
    kind: 'changed',
    conversation: state.id,
    seq: state.lastSeq,
  })),
  ...[...actions.keys()].map((action): Note => ({ kind: 'action', action })),
];

const createConversationStore = (
  parts: StoreParts,
  { runner, peers, remembered }: { runner: Runner; peers: Peers; remembered: Remembered },
) => {
  const { writer, signals, pool, now } = parts;
  const write = createAppend({
    session: writer,
    remembered,
    now,
    holder: peers.id,
    onCommitted: (plan) => peers.tell(notesOf(plan)),
  });
  const summaries = createSummaries(runner, { coarse: { column: 'c.updated_coarse', ms: coarseMs } });
  let isProven = false;

  return {
    append: async (batch) => {
      if (batch.length === 0) return [];
      const results = await write(batch);
      if (!isProven) await writer.use((ask) => assertDurable(ask, parts));
      isProven = true;
      return results;
    },
    ...createNonces(pool),
    state: async (id) => (await pool.use((ask) => loadStates(ask, [id])))[0]?.state ?? null,
    openConversation: async (shop, shopper) => {
      const open = await pool.use((ask) => loadOpen(ask, [shopper]));
      return open.find(({ state }) => state.shop === shop)?.state ?? null;
    },
    entries: createEntryPages(pool),
    conversation: summaries.one,
    conversations: summaries.list,
    shopperConversations: summaries.ofShopper,
    markRead: createMarks(signals),
    ...createActionReads(runner),
    ...createFollowups(runner),
    ...createHeld(runner),
    progressAction: async (id, next) => {
      const action = runner.build.updateTable('actions').set(movedColumns(next)).where('id', '=', id);
      const isMoved = (await runner.run(action.where('revision', '=', next.revision - 1))) === 1;
      if (isMoved) peers.tell([{ kind: 'action', action: id }]);
      return isMoved;
    },
    ...createLinks(pool),
  } satisfies Partial<Store>;
};

/** A shopper’s nonces are found by the entries of their conversations: the table is not in the senders’ order. */
const moveNonces =
  ({ build }: Runner) =>
  (from: string, to: string) => ({
    compile: () =>
      sql<
        Record<string, unknown>
      >`UPDATE nonces n SET sender = ${to} WHERE n.sender = ${from} AND n.nonce IN (
        SELECT e.nonce FROM entries e JOIN conversations c ON c.key = e.conversation WHERE c.shopper = ${from})
        AND NOT EXISTS (SELECT 1 FROM nonces o WHERE o.nonce = n.nonce AND o.sender = ${to})`.compile(build),
  });

/** The store over connections to a database whose schema is in place. */
export const createPostgresStore = (parts: StoreParts): Store => {
  const { writer, signals, pool, now } = parts;
  const runner = createRunner(pool);
  const remembered = createRecent<ConversationId, Keyed>(rememberedMax);
  const learn = (keyed: Keyed): void => {
    const known = remembered.get(keyed.state.id);
    if (!known || known.state.lastSeq <= keyed.state.lastSeq) remembered.set(keyed.state.id, keyed);
  };
  const { close: closeSearch, ...search } = createSearch(parts.session);
  const { peers, close } = createPeers({ pool, runner, session: parts.session, learn });
  return {
    peers,
    ...search,
    ...createConversationStore(parts, { runner, peers, remembered }),
    ...createShops(runner),
    ...createKeys(runner),
    ...createRevocations(runner),
    ...createErasing(pool, runner),
    ...createChallenges(runner),
    ...createFiles(runner),
    ...createService(runner),
    ...createCanned(runner),
    ...createRoutingStore(runner),
    ...createTokens(runner, now),
    ...createProfiles(runner),
    ...createShoppers(runner, {
      now,
      moveNonces: moveNonces(runner),
      onAdopted: (ids) => {
        for (const id of ids) remembered.delete(id);
        peers.tell(ids.map((conversation) => ({ kind: 'changed', conversation, seq: 0 })));
      },
    }),
    assertDurable: async () => {
      await writer.use((ask) => assertDurable(ask, parts));
    },
    ping: async () => {
      await pool.use((ask) => ask({ name: 'ping', text: 'SELECT 1 FROM shops LIMIT 1' }));
    },
    close: async () => {
      await Promise.all([close(), closeSearch(), writer.close(), signals.close(), pool.close()]);
    },
  };
};
