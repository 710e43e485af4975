import { refuse } from '@shopbell/protocol';
import { existsSync, fsyncSync, openSync, closeSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { blockSize, blockSql } from '../sqlite/block.ts';
import { connect, type Connection } from '../sqlite/connection.ts';
import { attemptAsync } from '../sqlite/engine.ts';
import { createLinks } from '../sqlite/links.ts';
import { secondWriter, tryLock, type WriterLock } from '../sqlite/lock.ts';
import { migrate } from '../sqlite/migrations.ts';
import { createRunner } from '../sqlite/runner.ts';
import {
  beforeAll,
  type CopiedEntry,
  type CopiedNonce,
  type CopyEnd,
  type CopyTarget,
  type EntryPlace,
} from './end.ts';

const wholeSql = blockSql(
  'e.conversation, e.seq, e.public_seq, e.at, e.author, e.nonce, e.type, e.data, e.staff_data, e.chain, e.digest',
);
const nextSql = `SELECT key, last_seq AS last FROM conversations WHERE (key = ? AND last_seq > ?) OR key > ?
  ORDER BY key LIMIT 1`;
const noncesSql = `SELECT n.nonce, n.sender, e.conversation, e.seq, n.entries, n.main, n.body
  FROM nonces n JOIN entries e ON e.key = n.entry
  WHERE (n.nonce, n.sender) > (?, ?) ORDER BY n.nonce, n.sender LIMIT ?`;

const createReading = (connection: Connection) => {
  const block = connection.prepare(wholeSql);
  const next = connection.prepare(nextSql);
  const nonces = connection.prepare(noncesSql);

  /** Block after block, conversation after conversation. */
  const entriesAfter = ({ conversation, seq }: EntryPlace, limit: number): CopiedEntry[] => {
    const found: CopiedEntry[] = [];
    let place = { conversation, seq };
    while (found.length < limit) {
      const at = next.get(place.conversation, place.seq, place.conversation) as
        | { key: number; last: number }
        | undefined;
      if (at === undefined) break;
      const $first = at.key === place.conversation ? place.seq + 1 : 1;
      const $end = Math.ceil($first / blockSize) * blockSize;
      const rows = block.all({ $key: at.key, $first, $end }) as unknown as CopiedEntry[];
      const last = rows.at(-1);
      if (last === undefined)
        throw refuse(
          'conflict',
          `The conversation with the key ${at.key} has no entry ${$first}: see \`shopbell verify\`.`,
        );
      found.push(...rows);
      place = { conversation: at.key, seq: last.seq };
    }
    return found;
  };
  return {
    entries: (after: EntryPlace, limit: number) => attemptAsync(() => entriesAfter(after, limit)),
    nonces: (after: Pick<CopiedNonce, 'nonce' | 'sender'>, limit: number) =>
      attemptAsync(() => nonces.all(after.nonce, after.sender, limit) as unknown as CopiedNonce[]),
  };
};

const createEnd = (connection: Connection, name: string, lock: WriterLock): CopyEnd => {
  const { links, ends } = createLinks(connection);
  return {
    name,
    runner: createRunner(connection),
    chains: {
      links: ({ after, limit }) => attemptAsync(() => links(after, limit)),
      ends: ({ after, limit }) => attemptAsync(() => ends(after, limit)),
    },
    ...createReading(connection),
    close: () =>
      attemptAsync(() => {
        connection.close();
        lock.release();
      }),
  };
};

const locked = (file: string): WriterLock => {
  const lock = tryLock(file);
  if (lock === null) throw secondWriter(file);
  return lock;
};

/** A file to copy from. Refuses (`unavailable`) one a relay writes to; no relay can open it before `close`. */
export const openSqliteSource = (file: string): CopyEnd => {
  if (!existsSync(file)) throw refuse('not_found', `There is no database at ${file}.`);
  const lock = locked(file);
  try {
    const connection = connect(file);
    migrate(connection.database);
    return createEnd(connection, `file:${file}`, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
};

const insertEntrySql = `INSERT INTO entries (key, previous, conversation, seq, public_seq, at, author, nonce, type, data,
  staff_data, chain, digest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
const insertNonceSql = `INSERT INTO nonces (nonce, sender, entry, entries, main, body)
  SELECT ?, ?, c.last_entry - c.last_seq + ?, ?, ?, ? FROM conversations c WHERE c.key = ?`;

/** Here a conversation’s entries lie one after the other: the key of each follows from that of its last. */
const createEntryWriting = ({ prepare }: Connection) => {
  const insertEntry = prepare(insertEntrySql);
  const setLast = prepare('UPDATE conversations SET last_entry = ? WHERE key = ?');
  const newest = prepare('SELECT key, conversation, seq FROM entries ORDER BY key DESC LIMIT 1');
  const last = () => newest.get() as ({ key: number } & EntryPlace) | undefined;

  const add = (entries: readonly CopiedEntry[]): void => {
    let before = last();
    for (const entry of entries) {
      const key = (before?.key ?? 0) + 1;
      const previous = before?.conversation === entry.conversation ? before.key : null;
      const { conversation, seq, public_seq, at, author, nonce, type, data, staff_data, chain, digest } =
        entry;
      insertEntry.run(
        key,
        previous,
        conversation,
        seq,
        public_seq,
        at,
        author,
        nonce,
        type,
        data,
        staff_data,
        chain,
        digest,
      );
      if (before && before.conversation !== conversation) setLast.run(before.key, before.conversation);
      before = { key, conversation, seq };
    }
    if (before) setLast.run(before.key, before.conversation);
  };
  return { last, add };
};

const createWriting = (connection: Connection) => {
  const { prepare, transaction } = connection;
  const { last, add } = createEntryWriting(connection);
  const insertNonce = prepare(insertNonceSql);
  return {
    lastEntry: () =>
      attemptAsync(() => {
        const { conversation, seq } = last() ?? beforeAll;
        return { conversation, seq };
      }),
    addEntries: (entries: readonly CopiedEntry[]) => attemptAsync(() => transaction(() => add(entries))),
    addNonces: (nonces: readonly CopiedNonce[]) =>
      attemptAsync(() =>
        transaction(() => {
          for (const { nonce, sender, conversation, seq, entries, main, body } of nonces)
            insertNonce.run(nonce, sender, seq, entries, main, body, conversation);
        }),
      ),
  };
};

const sync = (file: string): void => {
  const handle = openSync(file, 'r');
  fsyncSync(handle);
  closeSync(handle);
};

/** A file to copy to: until the copy is finished it has `.copying` after its name, so that no relay takes it for whole. */
export const openSqliteTarget = (file: string): CopyTarget => {
  if (existsSync(file)) throw refuse('conflict', `${file} exists. Name a new file: nothing is written over.`);
  const part = `${file}.copying`;
  const lock = locked(part);
  const connection = connect(part);
  migrate(connection.database);
  const { database, prepare } = connection;
  const end = createEnd(connection, `file:${file}`, lock);
  return {
    ...end,
    ...createWriting(connection),
    begun: () =>
      attemptAsync(() => {
        database.exec('CREATE TABLE IF NOT EXISTS unfinished_copy (of TEXT NOT NULL) STRICT');
        return (prepare('SELECT of FROM unfinished_copy').get()?.['of'] as string | undefined) ?? null;
      }),
    begin: (of) => attemptAsync(() => void prepare('INSERT INTO unfinished_copy VALUES (?)').run(of)),
    finish: async () => {
      database.exec('DROP TABLE unfinished_copy; PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE)');
      await end.close();
      sync(part);
      renameSync(part, file);
      for (const companion of ['-wal', '-shm', '.lock']) rmSync(`${part}${companion}`, { force: true });
      sync(path.dirname(path.resolve(file)));
    },
  };
};
