import { refuse } from '@shopbell/protocol';
import { sql } from 'kysely';
import { createActionReads } from '../action-reads.ts';
import { createChallenges } from '../challenges.ts';
import { createKeys, createRevocations, createShops } from '../people.ts';
import { createProfiles, createShoppers, createTokens } from '../shoppers.ts';
import { createFiles } from '../files.ts';
import { createCanned } from '../canned.ts';
import { createRoutingStore } from '../routing.ts';
import { createService } from '../shop-settings.ts';
import { createFollowups } from '../followups.ts';
import { encodeAppend, type EncodedAppend } from '../place-entries.ts';
import type { Store } from '../store.ts';
import { answersTo } from './answers.ts';
import type { Runner } from '../runner.ts';
import { createSummaries } from '../summaries.ts';
import { createActionSteps } from './action-steps.ts';
import { createAppend, type Written } from './append.ts';
import { assertDurable, type Connection } from './connection.ts';
import { attempt, attemptAsync } from './engine.ts';
import { createEntryPages } from './entries.ts';
import { createErasing } from './erase.ts';
import { createLinks } from './links.ts';
import type { WriterLock } from './lock.ts';
import { createHeld } from '../held.ts';
import { createFollowupChanges } from './followup-changes.ts';
import { createHeldChanges } from './held-changes.ts';
import { createMarks } from './marks.ts';
import { createNonces } from './nonces.ts';
import { createRooms } from './rooms.ts';
import { createRunner } from './runner.ts';
import { createLocalSearch } from './search/beside.ts';
import { createStates } from './states.ts';

/** What a store is made of. Without the writer’s lock (in memory there is none to take) it is a visitor’s. */
export type StoreParts = {
  connection: Connection;
  lock: WriterLock | null;
  isVisitor: boolean;
  isInMemory: boolean;
  now: () => number;
};

/** A store whose `append` may be had in its parts, too: the encoding, the writing, the answers. */
export type SqliteStore = Store & {
  /** As {@link Store.append}, of what is encoded; the answers are {@link answersTo}. */
  write: (batch: readonly EncodedAppend[]) => Promise<Written[]>;
};

const createConversationStore = ({ connection, isVisitor, isInMemory, now }: StoreParts) => {
  const states = createStates(connection);
  const nonces = createNonces(connection);
  const actions = createActionSteps(connection);
  const followups = createFollowupChanges(connection);
  const held = createHeldChanges(connection);
  const marks = createMarks(connection);
  const rooms = createRooms(connection);
  const pages = createEntryPages(connection);
  const runner = createRunner(connection);
  const summaries = createSummaries(runner, { unwritten: marks.unwritten });
  const { links, ends } = createLinks(connection);
  const beside = { actions, followups, held, rooms, marks };
  const writeBatch = createAppend({ connection, states, nonces, ...beside }, now);
  let isProven = false;

  const append = (batch: readonly EncodedAppend[]): Written[] => {
    if (isVisitor) throw refuse('unavailable', 'Only the relay writes conversations here.');
    const written = writeBatch(batch);
    if (!isProven) assertDurable(connection.database, isInMemory);
    isProven = true;
    return written;
  };

  return {
    states,
    marks,
    write: (batch: readonly EncodedAppend[]) => attemptAsync(() => append(batch)),
    append: (batch) =>
      attemptAsync(() => {
        const encoded = batch.map(encodeAppend);
        return answersTo(encoded, append(encoded));
      }),
    known: (sent) => attemptAsync(() => nonces.known(sent, states.find)),
    appended: (by, nonce) => attemptAsync(() => nonces.entries(by, nonce)),
    state: (id) => attemptAsync(() => states.find(id)?.state ?? null),
    openConversation: (shop, shopper) => attemptAsync(() => states.openOf(shop, shopper)[0]?.state ?? null),
    entries: (reader, query) => attemptAsync(() => pages(reader, query)),
    conversation: (shop, id) => summaries.one(shop, id),
    conversations: (shop, filter) => summaries.list(shop, filter),
    shopperConversations: summaries.ofShopper,
    markRead: (id, side, publicSeq) => attemptAsync(() => marks.move(id, side, publicSeq)),
    progressAction: (id, progress) => attemptAsync(() => actions.progress(id, progress)),
    links: ({ after, limit }) => attemptAsync(() => links(after, limit)),
    ends: ({ after, limit }) => attemptAsync(() => ends(after, limit)),
    ...createActionReads(runner),
    ...createFollowups(runner),
    ...createHeld(runner),
  } satisfies Partial<Store> & Record<'states' | 'marks' | 'write', unknown>;
};

const moveNonces =
  ({ build }: Runner) =>
  (from: string, to: string) => ({
    compile: () => sql`UPDATE OR IGNORE nonces SET sender = ${to} WHERE sender = ${from}`.compile(build),
  });

/** The store over a connection whose schema is in place. */
export const createSqliteStore = (parts: StoreParts): SqliteStore => {
  const { connection, lock, isInMemory, now } = parts;
  const { states, marks, ...conversations } = createConversationStore(parts);
  const runner = createRunner(connection);
  const { close: closeSearch, ...search } = createLocalSearch(connection.database);
  return {
    ...conversations,
    ...search,
    ...createShops(runner),
    ...createKeys(runner),
    ...createRevocations(runner),
    ...createErasing(parts, runner),
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
      onAdopted: (ids) => ids.forEach((id) => states.forget(id)),
    }),
    assertDurable: () => attemptAsync(() => assertDurable(connection.database, isInMemory)),
    ping: () => attemptAsync(() => void connection.prepare('SELECT 1 FROM shops LIMIT 1').get()),
    close: () =>
      attemptAsync(() => {
        marks.stop();
        closeSearch();
        try {
          if (connection.database.isOpen) attempt(() => connection.transaction(marks.write));
        } finally {
          connection.close();
          lock?.release();
        }
      }),
  };
};
