import { refuse } from '@shopbell/protocol';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Store } from '../store.ts';
import { createActionSteps } from './action-steps.ts';
import { createAppend } from './append.ts';
import { assertDurable, connect, type Connection } from './connection.ts';
import { createSummaries } from './conversations.ts';
import { attempt, attemptAsync, outageOf } from './engine.ts';
import { createEntryPages } from './entries.ts';
import { secondWriter, tryLock, type WriterLock } from './lock.ts';
import { createMarks } from './marks.ts';
import { isMigrated, migrate } from './migrations.ts';
import { createNonces } from './nonces.ts';
import { createKeys, createRevocations, createShops } from './people.ts';
import { createProfiles, createShoppers, createTokens } from './shoppers.ts';
import { createStates } from './states.ts';

/**
 * `relay` is the one that writes conversations; `visitor` comes beside a running relay to see to people and keys,
 * and its `append` is refused. `file` is a path or `:memory:`; its folder is made.
 */
export type SqliteOptions = { file: string; role?: 'relay' | 'visitor'; now?: () => number };

const inMemory = ':memory:';

const unopened = (file: string, error: unknown): unknown => {
  const code: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : null;
  const isRefused = code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR';
  const outage = outageOf(error);
  if (!isRefused && outage === null) return error;
  const what = outage ?? 'not to be written to';
  const folder = path.dirname(path.resolve(file));
  const refusal = refuse(
    'unavailable',
    `The database ${file} is ${what}. Make the folder ${folder} and the file writable for this user, ` +
      'or name another with DATABASE_URL=file:…',
  );
  refusal.cause = error;
  return refusal;
};

/** Opens the connection with its schema in place, and takes the writer’s lock where it is needed. */
const prepareFile = (
  file: string,
  role: 'relay' | 'visitor',
): { connection: Connection; lock: WriterLock | null } => {
  if (file === inMemory) {
    const connection = connect(file);
    migrate(connection.database);
    return { connection, lock: null };
  }
  mkdirSync(path.dirname(path.resolve(file)), { recursive: true });
  const lock = tryLock(file);
  if (lock === null && role === 'relay') throw secondWriter(file);
  try {
    const connection = connect(file);
    if (lock !== null) migrate(connection.database);
    if (!isMigrated(connection.database)) {
      throw refuse('unavailable', `The relay writing to ${file} is of another version. Use the same one.`);
    }
    if (role === 'relay') return { connection, lock };
    lock?.release();
    return { connection, lock: null };
  } catch (error) {
    lock?.release();
    throw error;
  }
};

const createConversationStore = (connection: Connection, { role, now = Date.now, file }: SqliteOptions) => {
  const states = createStates(connection);
  const nonces = createNonces(connection);
  const actions = createActionSteps(connection);
  const marks = createMarks(connection);
  const pages = createEntryPages(connection);
  const summaries = createSummaries(connection, marks);
  const write = createAppend({ connection, states, nonces, actions, marks }, now);
  let isProven = false;

  const append = (batch: Parameters<Store['append']>[0]) => {
    if (role === 'visitor') throw refuse('unavailable', 'Only the relay writes conversations here.');
    const results = write(batch);
    if (!isProven) assertDurable(connection.database, file === inMemory);
    isProven = true;
    return results;
  };

  return {
    states,
    marks,
    append: (batch) => attemptAsync(() => append(batch)),
    known: (sent) => attemptAsync(() => nonces.known(sent, states.find)),
    appended: (by, nonce) => attemptAsync(() => nonces.entries(by, nonce)),
    state: (id) => attemptAsync(() => states.find(id)?.state ?? null),
    openConversation: (shop, shopper) => attemptAsync(() => states.openOf(shop, shopper)[0]?.state ?? null),
    entries: (reader, query) => attemptAsync(() => pages(reader, query)),
    conversation: (shop, id) => attemptAsync(() => summaries.one(shop, id)),
    conversations: (shop, filter) => attemptAsync(() => summaries.list(shop, filter)),
    shopperConversations: (shop, shopper, limit) =>
      attemptAsync(() => summaries.ofShopper(shop, shopper, limit)),
    markRead: (id, side, publicSeq) => attemptAsync(() => marks.move(id, side, publicSeq)),
    action: (id) => attemptAsync(() => actions.find(id)),
    openActions: () => attemptAsync(() => actions.open()),
  } satisfies Partial<Store> & Record<'states' | 'marks', unknown>;
};

/**
 * A store in one SQLite file. Refuses (`unavailable`, with a sentence that says what to do) a folder it cannot write
 * to, a file another relay writes to, and a disk on which a commit would not be durable.
 */
export const openSqliteStore = async (options: SqliteOptions): Promise<Store> => {
  const { file, role = 'relay', now = Date.now } = options;
  const { connection, lock } = (() => {
    try {
      return prepareFile(file, role);
    } catch (error) {
      throw unopened(file, error);
    }
  })();
  const { states, marks, ...conversations } = createConversationStore(connection, options);
  const store: Store = {
    ...conversations,
    ...createShops(connection),
    ...createKeys(connection),
    ...createRevocations(connection),
    ...createTokens(connection, now),
    ...createProfiles(connection),
    ...createShoppers(connection, { now, onAdopted: (ids) => ids.forEach((id) => states.forget(id)) }),
    assertDurable: () => attemptAsync(() => assertDurable(connection.database, file === inMemory)),
    ping: () => attemptAsync(() => void connection.prepare('SELECT 1 FROM shops LIMIT 1').get()),
    close: () =>
      attemptAsync(() => {
        marks.stop();
        if (connection.database.isOpen) attempt(() => connection.transaction(marks.write));
        connection.close();
        lock?.release();
      }),
  };
  await store.assertDurable();
  return store;
};
