import { refuse, type ConversationId } from '@shopbell/protocol';
import {
  actionsIn,
  authorId,
  draftsIn,
  erasedColumns,
  filesIn,
  followupsIn,
  nameless,
  oneStep,
  type ErasableRow,
} from '../erased-entry.ts';
import type { ErasedStep, ErasureStore } from '../erasure-store.ts';
import { createErasures } from '../erasures.ts';
import type { Runner } from '../runner.ts';
import { blockSize, blockSql } from './block.ts';
import type { Connection } from './connection.ts';
import { attemptAsync } from './engine.ts';

type Row = ErasableRow & { key: number };
type Head = {
  key: number;
  shop: string;
  shopper: string;
  last_seq: number;
  erased_seq: number;
  erased_public_seq: number;
};

const headSql = `SELECT key, shop, shopper, last_seq, erased_seq, erased_public_seq FROM conversations WHERE id = ?`;
const stepsPerCheckpoint = 4;
const contentSql = blockSql(
  'e.key, e.seq, e.public_seq, e.author, e.nonce, e.type, e.data, e.staff_data, e.digest',
);
const eraseSql = `UPDATE entries SET author = ?, nonce = ?, type = ?, data = ?, staff_data = NULL, digest = ? WHERE key = ?`;
const nonceSql = 'DELETE FROM nonces WHERE nonce = ? AND sender IN (?, ?)';
const noteSql = `UPDATE conversations SET erased_seq = ?, erased_public_seq = ?, preview = NULL, page = NULL WHERE key = ?`;
const authorSql = (table: string) => `SELECT author FROM ${table} WHERE id = ?`;
const actionSql = `UPDATE actions SET author = ?, input = 'null', plan = NULL, output = 'null', expects = NULL
  WHERE id = ? AND timer IS NULL`;
const followupSql = `UPDATE followups SET author = ?, text = 'erased', state = 'done', done_at = COALESCE(done_at, ?)
  WHERE id = ?`;
const draftSql = `UPDATE drafts SET author = ?, parts = '[]', state = CASE state WHEN 'held' THEN 'withdrawn' ELSE state END
  WHERE id = ?`;
const gone = `state = 'gone', name = '', sha256 = ''`;
const fileSql = `UPDATE files SET ${gone} WHERE id = ?`;
/** Sent to the conversation, and in no message yet. */
const pendingSql = `UPDATE files SET ${gone} WHERE conversation = ? AND state IN ('arriving', 'kept') AND named_by IS NULL`;

/** The rows that belong to entries: what an action was about, what somebody had to see to, files. */
const createBelongings = ({ prepare }: Connection) => {
  const authors = {
    actions: prepare(authorSql('actions')),
    followups: prepare(authorSql('followups')),
    drafts: prepare(authorSql('drafts')),
  };
  const action = prepare(actionSql);
  const followup = prepare(followupSql);
  const draft = prepare(draftSql);
  const file = prepare(fileSql);
  const pending = prepare(pendingSql);
  // One that is not there is not changed either.
  const authorOf = (table: keyof typeof authors, id: string): string => {
    const row = authors[table].get(id) as { author: string } | undefined;
    return row === undefined ? '' : nameless(row.author);
  };
  return (conversation: number, { rows, at }: { rows: readonly Row[]; at: number }): void => {
    for (const id of filesIn(rows)) file.run(id);
    pending.run(conversation);
    for (const id of actionsIn(rows)) action.run(authorOf('actions', id), id);
    for (const id of followupsIn(rows)) followup.run(authorOf('followups', id), at, id);
    for (const id of draftsIn(rows)) draft.run(authorOf('drafts', id), id);
  };
};

const createEraser = (connection: Connection) => {
  const { prepare, transaction } = connection;
  const head = prepare(headSql);
  const block = prepare(contentSql);
  const erase = prepare(eraseSql);
  const forget = prepare(nonceSql);
  const note = prepare(noteSql);
  const eraseBelongings = createBelongings(connection);

  const nextRows = ({ key, last_seq: last, erased_seq: erased }: Head): Row[] => {
    if (erased >= last) return [];
    const $first = erased + 1;
    const $end = Math.ceil($first / blockSize) * blockSize;
    return oneStep(block.all({ $key: key, $first, $end }) as Row[]);
  };

  return (conversation: ConversationId, at: number): ErasedStep | null =>
    transaction(() => {
      const found = head.get(conversation) as Head | undefined;
      if (found === undefined) return null;
      const rows = nextRows(found);
      for (const row of rows) {
        const { author, nonce, type, data, digest } = erasedColumns(row, at);
        // Whoever signed in has taken their nonces along; the author’s id stayed.
        forget.run(row.nonce, authorId(row.author), found.shopper);
        erase.run(author, nonce, type, data, digest, row.key);
      }
      eraseBelongings(found.key, { rows, at });
      const seq = rows.at(-1)?.seq ?? found.erased_seq;
      const publicSeq =
        rows.findLast((row) => row.public_seq !== null)?.public_seq ?? found.erased_public_seq;
      if (rows.length > 0) note.run(seq, publicSeq, found.key);
      return {
        conversation,
        shop: found.shop,
        entries: rows.length,
        seq,
        publicSeq,
        rest: found.last_seq - seq,
      };
    });
};

/**
 * Empties the write-ahead log into the database, so that neither holds what was erased: what is freed is overwritten
 * (`secure_delete`), and the log is cut to nothing. First what can be done beside everybody else, so that the rest, during
 * which nobody may write, is short. `false`: somebody was reading; to be tried again.
 */
const cutLog = ({ database }: Connection): boolean => {
  const timeout = Number(Object.values(database.prepare('PRAGMA busy_timeout').get() ?? {})[0]);
  database.exec('PRAGMA wal_checkpoint(PASSIVE); PRAGMA busy_timeout = 0');
  try {
    return database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.['busy'] === 0;
  } finally {
    database.exec(`PRAGMA busy_timeout = ${timeout}`);
  }
};

/** Erasures of a store; conversations are erased by the relay alone, as it alone writes them. */
export const createErasing = (
  { connection, isVisitor, isInMemory }: { connection: Connection; isVisitor: boolean; isInMemory: boolean },
  runner: Runner,
): ErasureStore => {
  const erase = createEraser(connection);
  let steps = 0;
  return {
    ...createErasures(runner),
    eraseEntries: (conversation, at) =>
      attemptAsync(() => {
        if (isVisitor) throw refuse('unavailable', 'Only the relay erases conversations here.');
        const erased = erase(conversation, at);
        steps += 1;
        // Little by little, so that what `settleErasure` has left to do holds nobody up.
        if (steps % stepsPerCheckpoint === 0) connection.database.exec('PRAGMA wal_checkpoint(PASSIVE)');
        return erased;
      }),
    settleErasure: () => attemptAsync(() => isInMemory || cutLog(connection)),
  };
};
