import type { Left, Plan } from './plan.ts';
import type { Ask } from './session.ts';

const rowOfLeft = ({ keyed, was, preview, page }: Left) => {
  const { id, shop, shopper, status, assignee, waitingSince, lastSeq, lastPublicSeq } = keyed.state;
  return {
    key: keyed.key,
    ...(was === null ? { id, shop, page } : { was }),
    shopper,
    status,
    assignee_id: assignee?.id,
    assignee_name: assignee?.name,
    waiting_since: waitingSince,
    last_seq: lastSeq,
    last_public_seq: lastPublicSeq,
    preview: preview ?? undefined,
  };
};

const hex = (bytes: Uint8Array): string =>
  `\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')}`;

const entryOf = ({ c, row }: Plan['entries'][number]) => {
  const { seq, public_seq, author, nonce, type, data, staff_data, chain } = row;
  return { c, seq, public_seq, author, nonce, type, data, staff_data, chain: hex(chain) };
};

/** JSON of rows; `null` where there are none. */
const rows = (values: readonly object[]): string | null =>
  values.length > 0 ? JSON.stringify(values) : null;

const writeFollowups = async (ask: Ask, followups: Plan['followups'], at: number): Promise<void> => {
  const begun = followups.flatMap((each) => ('begun' in each ? [each.begun] : []));
  const done = followups.flatMap((each) => ('done' in each ? [each.done] : []));
  if (begun.length > 0) {
    const text = 'INSERT INTO followups SELECT * FROM json_populate_recordset(NULL::followups, $1::json)';
    await ask({ name: 'followups begun', text, values: [JSON.stringify(begun)] });
  }
  if (done.length > 0) {
    const text = `UPDATE followups SET state = 'done', done_at = $2 WHERE id = ANY($1)`;
    await ask({ name: 'followups done', text, values: [done, at] });
  }
};

const writeHeld = async (ask: Ask, held: Plan['held']): Promise<void> => {
  const begun = held.flatMap((each) => ('begun' in each ? [each.begun] : []));
  const ended = held.flatMap((each) => ('ended' in each ? [each] : []));
  if (begun.length > 0) {
    const text = 'INSERT INTO drafts SELECT * FROM json_populate_recordset(NULL::drafts, $1::json)';
    await ask({ name: 'drafts begun', text, values: [JSON.stringify(begun)] });
  }
  if (ended.length > 0) {
    const text = `UPDATE drafts d SET state = u.state
      FROM unnest($1::text[], $2::text[]) AS u (id, state) WHERE d.id = u.id`;
    const values = [ended.map((each) => each.ended), ended.map(({ state }) => state)];
    await ask({ name: 'drafts ended', text, values });
  }
};

/**
 * Writes what a batch comes to, in one call that is one transaction, or part of the one under way. A batch with
 * follow-ups or drafts must be part of one.
 */
export const writePlan = async (
  ask: Ask,
  { left, nonces, entries, actions, followups, held, given }: Plan,
  { at, holder }: { at: number; holder: string },
): Promise<void> => {
  const conversations = [...left.values()];
  const each = [...actions.values()];
  await ask({
    name: 'append',
    text: 'SELECT shopbell_append($1, $2, $3, $4, $5, $6, $7)',
    values: [
      rows(conversations.filter(({ was }) => was !== null).map(rowOfLeft)),
      rows(conversations.filter(({ was }) => was === null).map(rowOfLeft)),
      JSON.stringify(nonces),
      JSON.stringify(entries.map(entryOf)),
      rows(each.filter(({ was }) => was !== null).map(({ was, columns }) => ({ ...columns, was }))),
      rows(each.filter(({ was }) => was === null).map(({ columns }) => ({ ...columns, holder }))),
      at,
    ],
  });
  await writeFollowups(ask, followups, at);
  if (given.length > 0)
    await ask({
      name: 'given',
      text: 'UPDATE work_states SET routed_at = $2 WHERE person = ANY($1)',
      values: [given, at],
    });
  await writeHeld(ask, held);
};
