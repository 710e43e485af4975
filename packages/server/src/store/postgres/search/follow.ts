import { entryText, whoText, type Who } from '../../search/searchable-text.ts';
import { wordsOf } from '../../search/words.ts';
import type { Ask } from '../session.ts';
import { stretches } from './schema.ts';
import type { ShopNumbers } from './shop-numbers.ts';
import { lexemesOf } from './terms.ts';

/** Entries of a conversation that are to be taken into the index. */
type Stretch = { id: number; conversation: number; first: number; last: number };
type Row = Who & {
  conversation: number;
  seq: number;
  at: number;
  type: string;
  data: string;
  staffData: string | null;
  isErased: boolean;
  shop: string;
};

const stretchesPerStep = 100;
const entriesPerStep = 300;
/** One relay indexes at a time; the number is this program’s own. */
const lockKey = 5_403_721_002;

const lockSql = `SELECT pg_try_advisory_xact_lock(${lockKey}) AS "isMine"`;
const takeSql = `DELETE FROM search_waiting WHERE id = ANY(ARRAY(
  SELECT id FROM search_waiting ORDER BY id LIMIT ${stretchesPerStep})) RETURNING id, conversation, first, last`;
// Under the number it had: whoever waits for all up to a number waits for this, too.
const putBackSql = `INSERT INTO search_waiting (conversation, first, last, id) OVERRIDING SYSTEM VALUE
  SELECT * FROM unnest($1::bigint[], $2::int[], $3::int[], $4::bigint[])`;
const readSql = `SELECT e.conversation, e.seq, e.at, e.type, e.data, e.staff_data AS "staffData",
  e.digest IS NOT NULL AS "isErased", c.shop, s.name, s.claimed, s.verified, s.proved
  FROM unnest($1::bigint[], $2::int[], $3::int[]) WITH ORDINALITY AS w (conversation, first, last, place)
  JOIN entries e ON e.conversation = w.conversation AND e.seq BETWEEN w.first AND w.last
  JOIN conversations c ON c.key = e.conversation JOIN shoppers s ON s.id = c.shopper ORDER BY w.place, e.seq`;
const removeSql = `DELETE FROM search s USING unnest($1::bigint[], $2::int[], $3::int[]) AS w (conversation, first, last)
  WHERE s.conversation = w.conversation AND s.seq BETWEEN w.first AND w.last RETURNING s.key, s.conversation, s.seq`;
const addSql = `INSERT INTO search (key, conversation, seq, at, words)
  SELECT k, c, seq, at, array_to_tsvector(words || ARRAY['#a' || (k >> ${stretches.a}), '#b' || (k >> ${stretches.b})])
  FROM (SELECT coalesce(r.key, nextval('search_keys')) AS k, r.c, r.seq, r.at,
      ARRAY(SELECT json_array_elements_text(r.words)) AS words
    FROM json_to_recordset($1) AS r (key bigint, c bigint, seq int, at bigint, words json)) x`;

/** As many as one step has room for, and what is left for another. */
const portion = (all: readonly Stretch[]): { now: Stretch[]; later: Stretch[] } => {
  const now: Stretch[] = [];
  const later: Stretch[] = [];
  let room = entriesPerStep;
  for (const each of all) {
    const last = Math.min(each.last, each.first + room - 1);
    if (last >= each.first) now.push({ ...each, last });
    if (last < each.last) later.push({ ...each, first: Math.max(each.first, last + 1) });
    room -= Math.max(0, last - each.first + 1);
  }
  return { now, later };
};
const columnsOf = (all: readonly Stretch[]): number[][] => [
  all.map(({ conversation }) => conversation),
  all.map(({ first }) => first),
  all.map(({ last }) => last),
];

const placeOf = ({ conversation, seq }: { conversation: number; seq: number }): string =>
  `${conversation} ${seq}`;

const write = async (ask: Ask, now: readonly Stretch[], numbers: ShopNumbers): Promise<void> => {
  const { rows } = await ask<Row>({ name: 'search_read', text: readSql, values: columnsOf(now) });
  const removed = await ask<{ key: number; conversation: number; seq: number }>({
    name: 'search_remove',
    text: removeSql,
    values: columnsOf(now),
  });
  const keys = new Map(removed.rows.map((each) => [placeOf(each), each.key]));
  const added = new Map<string, object>();
  const shops = new Map<string, number>();
  for (const shop of new Set(rows.map((row) => row.shop))) shops.set(shop, await numbers.give(ask, shop));
  for (const row of rows) {
    const text = row.isErased ? '' : entryText(row);
    if (text === '') continue;
    const words = lexemesOf(shops.get(row.shop) ?? 0, wordsOf(`${text} ${whoText(row)}`));
    const { conversation: c, seq, at } = row;
    added.set(placeOf(row), { key: keys.get(placeOf(row)) ?? null, c, seq, at, words });
  }
  if (added.size > 0)
    await ask({ name: 'search_add', text: addSql, values: [JSON.stringify([...added.values()])] });
};

const step = async (ask: Ask, numbers: ShopNumbers): Promise<number> => {
  const { rows: lock } = await ask<{ isMine: boolean }>({ name: 'search_lock', text: lockSql });
  if (!lock[0]?.isMine) return 0;
  const { rows: taken } = await ask<Stretch>({ name: 'search_take', text: takeSql });
  if (taken.length === 0) return 0;
  const { now, later } = portion(taken.toSorted((a, b) => a.id - b.id));
  await write(ask, now, numbers);
  const ids = later.map(({ id }) => id);
  if (later.length > 0)
    await ask({ name: 'search_back', text: putBackSql, values: [...columnsOf(later), ids] });
  return now.reduce((sum, { first, last }) => sum + last - first + 1, 0);
};

/** Takes in some of what waits, as one transaction. Resolves to how many entries that were; 0: nothing, or another relay is at it. */
export const followOnce = async (ask: Ask, numbers: ShopNumbers): Promise<number> => {
  await ask({ text: 'BEGIN' });
  try {
    const count = await step(ask, numbers);
    await ask({ text: 'COMMIT' });
    return count;
  } catch (error) {
    await ask({ text: 'ROLLBACK' }).catch(() => {});
    throw error;
  }
};
