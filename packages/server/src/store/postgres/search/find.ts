import {
  candidatesMost,
  createGathering,
  placeOf,
  type FoundPage,
  type FoundRow,
  type SearchQuery,
} from '../../search/search.ts';
import { readQuery } from '../../search/words.ts';
import type { Ask } from '../session.ts';
import type { ShopNumbers } from './shop-numbers.ts';
import { exactQuery, newestBelow, wideQuery } from './terms.ts';

/*
 * A GIN index gives all entries with some words, in no order. The newest are asked for first:
 *
 *     the last two stretches of 16,384 ─→ of 262,144 ─→ all        each only where those before it did not fill the page
 *
 * A word that is everywhere fills it in the first, one that is rare has few in all. A beginning is asked for by its first
 * letters and looked at more closely; where few of those are right it is rare, and asked for as it is.
 */

type Candidate = { key: number; conversation: number; isRight: boolean };
type Way = { match: string; exactly: string; most: number };

const chunkSize = 256;
const firstLook = 512;
const latestSql = 'SELECT coalesce(max(key), 0) AS key FROM search';
// `+ 0`: by the words, never by walking the keys.
const candidatesSql = `SELECT key, conversation, words @@ $2::tsquery AS "isRight" FROM search
  WHERE words @@ $1::tsquery AND key + 0 < $3 AND at BETWEEN $4 AND $5 ORDER BY key + 0 DESC LIMIT $6`;
// Whose it is and what is asked of the conversation are part of the query.
const locateSql = `SELECT f.key, f.conversation AS place, c.id AS conversation, e.seq, e.at, e.author, e.type, e.data, e.staff_data AS "staffData",
  s.name, s.claimed, s.verified, s.proved
  FROM search f JOIN entries e ON e.conversation = f.conversation AND e.seq = f.seq
  JOIN conversations c ON c.key = f.conversation JOIN shoppers s ON s.id = c.shopper
  WHERE f.key = ANY($1) AND c.shop = $2 AND e.digest IS NULL
    AND ($3::text[] IS NULL OR c.status = ANY($3)) AND ($4::text IS NULL OR c.shopper = $4)
    AND ($5::boolean OR c.assignee_id IS NOT DISTINCT FROM $6::text) ORDER BY f.key DESC`;

/** The key below which is looked. */
const startOf = async (ask: Ask, { cursor }: SearchQuery): Promise<number> => {
  const { rows } = await ask<{ key: number }>({ name: 'search_latest', text: latestSql });
  return Math.min(placeOf(cursor), (rows[0]?.key ?? 0) + 1);
};

/** Status, shopper, whether any assignee will do, and which, as `locateSql` takes them. */
const filtersOf = (query: SearchQuery) => [
  query.status ?? null,
  query.shopper ?? null,
  query.assigneeId === undefined,
  query.assigneeId ?? null,
];

/** Finds on a session that plans by indexes alone. */
export const findIn = async (
  ask: Ask,
  numbers: ShopNumbers,
  { shop, query }: { shop: string; query: SearchQuery },
): Promise<FoundPage> => {
  const wanted = readQuery(query.query);
  const gathering = createGathering(wanted, query.limit);
  const number = await numbers.find(ask, shop);
  if (number === null || wanted.length === 0) return gathering.page(null);
  const { from = 0, to = Number.MAX_SAFE_INTEGER } = query;

  const candidates = async ({ match, exactly }: Way, below: number): Promise<Candidate[]> => {
    const values = [match, exactly, below, from, to, chunkSize];
    return (await ask<Candidate>({ text: candidatesSql, values })).rows;
  };
  /** Whether there was room for all of them. */
  const gather = async (found: readonly Candidate[]): Promise<boolean> => {
    const open = found.filter((each) => each.isRight && gathering.isOpen(each.conversation));
    const keys = open.map(({ key }) => key);
    if (keys.length === 0) return true;
    const values = [keys, shop, ...filtersOf(query)];
    const { rows } = await ask<FoundRow>({ name: 'search_locate', text: locateSql, values });
    return rows.every(gathering.add);
  };
  /** The key below which nothing has been looked at; `null`: the page is full, or there is no more. */
  const look = async (way: Way, start: number): Promise<number | null> => {
    let below = start;
    let looked = 0;
    for (const level of ['a', 'b', 'all'] as const) {
      const { match, from: reach } = level === 'all' ? { match: null, from: 0 } : newestBelow(below, level);
      const inLevel = { ...way, match: match === null ? way.match : `${way.match} & ${match}` };
      for (;;) {
        const found = await candidates(inLevel, below);
        if (!(await gather(found))) return null;
        looked += found.length;
        const last = found.at(-1);
        if (found.length < chunkSize || !last) break;
        below = last.key;
        if (looked >= way.most) return below;
      }
      if (reach <= 0) return null;
      below = Math.min(below, reach);
    }
    return null;
  };

  const start = await startOf(ask, query);
  const exactly = exactQuery(number, wanted);
  const wide = wideQuery(number, wanted);
  const asked = { match: exactly, exactly, most: candidatesMost };
  if (wide === null) return gathering.page(await look(asked, start));
  const rest = await look({ match: wide, exactly, most: firstLook }, start);
  return gathering.page(rest === null ? null : await look(asked, rest));
};
