import type { ConversationId } from '@shopbell/protocol';
import {
  actionsIn,
  draftsIn,
  entriesPerStep,
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
import type { Pool } from './pool.ts';
import { coarseMs } from './schema.ts';
import type { Ask } from './session.ts';

type Head = { key: number; shop: string; last_seq: number; erased_seq: number; erased_public_seq: number };

/** Locked as an append locks it: neither writes while the other does. */
const headSql = `SELECT key, shop, last_seq, erased_seq, erased_public_seq FROM conversations WHERE id = $1
  FOR NO KEY UPDATE`;
const rowsSql = `SELECT seq, public_seq, author, nonce, type, data, staff_data, digest FROM entries
  WHERE conversation = $1 AND seq > $2 ORDER BY seq LIMIT ${entriesPerStep}`;
const eraseSql = `UPDATE entries e SET author = u.author, nonce = u.nonce, type = 'erased', data = u.data,
    staff_data = NULL, digest = u.digest
  FROM unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::bytea[]) AS u (seq, author, nonce, data, digest)
  WHERE e.conversation = $1 AND e.seq = u.seq`;
const noncesSql = 'DELETE FROM nonces WHERE conversation = $1 AND nonce = ANY($2)';
const noteSql = `UPDATE conversations SET erased_seq = $2, erased_public_seq = $3, preview = NULL, page = NULL
  WHERE key = $1`;
const authorsSql = (table: string) =>
  `SELECT id, author FROM ${table} WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE`;
const actionsSql = `UPDATE actions a SET author = u.author, input = 'null', plan = NULL, output = 'null', expects = NULL
  FROM unnest($1::text[], $2::text[]) AS u (id, author) WHERE a.id = u.id AND a.timer IS NULL`;
const followupsSql = `UPDATE followups f SET author = u.author, text = 'erased', state = 'done',
    done_at = coalesce(f.done_at, $3)
  FROM unnest($1::text[], $2::text[]) AS u (id, author) WHERE f.id = u.id`;
const draftsSql = `UPDATE drafts d SET author = u.author, parts = '[]',
    state = CASE d.state WHEN 'held' THEN 'withdrawn' ELSE d.state END
  FROM unnest($1::text[], $2::text[]) AS u (id, author) WHERE d.id = u.id`;
/** Those that the entries name, and those sent to the conversation that are in no message yet. */
const filesSql = `UPDATE files SET state = 'gone', name = '', sha256 = ''
  WHERE id = ANY($2) OR (conversation = $1 AND state IN ('arriving', 'kept') AND named_by IS NULL)`;

/** Of each id that is there, what is left of its author. */
const authorsOf = async (ask: Ask, table: string, ids: readonly string[]): Promise<[string[], string[]]> => {
  const query = { name: `erased_${table}`, text: authorsSql(table), values: [ids] };
  const { rows } = await ask<{ id: string; author: string }>(query);
  return [rows.map(({ id }) => id), rows.map(({ author }) => nameless(author))];
};

const eraseBelongings = async (
  ask: Ask,
  key: number,
  { rows, at }: { rows: readonly ErasableRow[]; at: number },
): Promise<void> => {
  await ask({ name: 'erase_files', text: filesSql, values: [key, filesIn(rows)] });
  const actions = actionsIn(rows);
  if (actions.length > 0)
    await ask({ name: 'erase_actions', text: actionsSql, values: await authorsOf(ask, 'actions', actions) });
  const drafts = draftsIn(rows);
  if (drafts.length > 0)
    await ask({ name: 'erase_drafts', text: draftsSql, values: await authorsOf(ask, 'drafts', drafts) });
  const followups = followupsIn(rows);
  if (followups.length === 0) return;
  const values = [...(await authorsOf(ask, 'followups', followups)), at];
  await ask({ name: 'erase_followups', text: followupsSql, values });
};

const eraseRows = async (
  ask: Ask,
  key: number,
  { rows, at }: { rows: readonly ErasableRow[]; at: number },
) => {
  const left = rows.map((row) => ({ seq: row.seq, ...erasedColumns(row, at) }));
  const values = [
    key,
    left.map(({ seq }) => seq),
    left.map(({ author }) => author),
    left.map(({ nonce }) => nonce),
    left.map(({ data }) => data),
    left.map(({ digest }) => digest),
  ];
  await ask({ name: 'erase_nonces', text: noncesSql, values: [key, rows.map(({ nonce }) => nonce)] });
  await ask({ name: 'erase_entries', text: eraseSql, values });
  await eraseBelongings(ask, key, { rows, at });
};

const step = async (ask: Ask, conversation: ConversationId, at: number): Promise<ErasedStep | null> => {
  const [head] = (await ask<Head>({ name: 'erase_head', text: headSql, values: [conversation] })).rows;
  if (head === undefined) return null;
  const query = { name: 'erase_rows', text: rowsSql, values: [head.key, head.erased_seq] };
  const rows = oneStep((await ask<ErasableRow>(query)).rows);
  const seq = rows.at(-1)?.seq ?? head.erased_seq;
  const publicSeq = rows.findLast((row) => row.public_seq !== null)?.public_seq ?? head.erased_public_seq;
  if (rows.length > 0) {
    await eraseRows(ask, head.key, { rows, at });
    await ask({ name: 'erase_note', text: noteSql, values: [head.key, seq, publicSeq] });
  }
  return { conversation, shop: head.shop, entries: rows.length, seq, publicSeq, rest: head.last_seq - seq };
};

/**
 * Erasures of a store. What was erased is in no row any more; the server’s files hold the versions before until a VACUUM has
 * made their room free and something else was written there, its log and its backups as long as they are kept.
 */
export const createErasing = (pool: Pool, runner: Runner): ErasureStore => ({
  ...createErasures(runner, { coarse: { column: 'c.updated_coarse', ms: coarseMs } }),
  eraseEntries: (conversation, at) =>
    pool.use(async (ask) => {
      await ask({ text: 'BEGIN' });
      try {
        const erased = await step(ask, conversation, at);
        await ask({ text: 'COMMIT' });
        return erased;
      } catch (error) {
        await ask({ text: 'ROLLBACK' }).catch(() => {});
        throw error;
      }
    }),
  settleErasure: () => Promise.resolve(true),
});
