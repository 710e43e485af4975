import type { DatabaseSync } from 'node:sqlite';
import {
  candidatesMost,
  createGathering,
  placeOf,
  type FoundPage,
  type FoundRow,
  type SearchQuery,
} from '../../search/search.ts';
import { indexedLengthOf, isWanted, readQuery, type Wanted } from '../../search/words.ts';
import { whole } from './index-file.ts';
import { codeChars, createShopCodes } from './shop-codes.ts';

/*
 * FTS5 gives the entries with a word by their keys, newest first, as they are asked for; a page needs few of them. What
 * would be slow is walked around:
 *
 *     two words, one rare, one in every other entry    only the rare one is asked for, the other is looked for in what comes
 *     the beginning of a word, `bestel`                entries with `bes…` are asked for (an index of its own has them in
 *                                                      order) and looked through; where too few of them have it, it is rare,
 *                                                      and then all the words that begin so are soon put together
 */

/** Keys strictly between which is looked for. */
type Range = { below: number; above: number };
type Term = { wanted: Wanted; match: string; gap: number };
type Candidate = { key: number; words: string; conversation: number };
/** Where is looked, through how many entries, and through how many at first. */
type Look = { range: Range; most: number; chunk: number };

const sampleSize = 64;
/** A word so many times as common as the rarest is not walked along with it. */
const commonTimes = 30;
const firstLook = 250;
const chunkMost = 512;

const quoted = (word: string): string => `"${word.replaceAll('"', '""')}"`;
/** A beginning as far as the index has it in order, its shop’s code before it. */
const shortened = (wanted: Wanted): Wanted => {
  const chars = wanted.isBeginning ? indexedLengthOf(wanted.word.slice(codeChars)) : null;
  return chars === null ? wanted : { ...wanted, word: wanted.word.slice(0, codeChars + chars) };
};
const isLong = (wanted: Wanted): boolean => shortened(wanted).word !== wanted.word;
/** A word as FTS5 takes it; only letters and digits come here, so nothing of its syntax. */
const expressionOf = ({ word, isBeginning }: Wanted): string => quoted(word) + (isBeginning ? ' *' : '');

const candidatesSql = `SELECT rowid AS key, words, conversation FROM search
  WHERE search MATCH ? AND rowid < ? AND rowid > ? ORDER BY rowid DESC LIMIT ?`;
const sampleSql = `SELECT rowid AS key FROM search
  WHERE search MATCH ? AND rowid < ? AND rowid > ? ORDER BY rowid DESC LIMIT ${sampleSize}`;

// Whose it is and what is asked of the conversation are part of the query.
const locateSql = `SELECT e.key, c.key AS place, c.id AS conversation, e.seq, e.at, e.author, e.type, e.data, e.staff_data AS staffData,
  s.name, s.claimed, s.verified, s.proved
  FROM json_each($keys) k CROSS JOIN entries e ON e.key = k.value
  CROSS JOIN conversations c ON c.key = e.conversation CROSS JOIN shoppers s ON s.id = c.shopper
  WHERE c.shop = $shop AND e.digest IS NULL AND e.at BETWEEN $from AND $to
    AND ($status IS NULL OR c.status IN (SELECT value FROM json_each($status)))
    AND ($shopper IS NULL OR c.shopper = $shopper)
    AND ($anyone OR c.assignee_id IS $assignee)
  ORDER BY e.key DESC`;

/** The entries by time: keys grow with it, but for jumps of the clock, which the query itself sees to. */
const createTimes = (source: DatabaseSync) => {
  const from = source.prepare('SELECT key, at FROM entries WHERE key >= ? ORDER BY key LIMIT 1');
  const latest = source.prepare('SELECT MAX(key) AS key FROM entries');
  const lastKey = (): number => Number(latest.get()?.['key'] ?? 0);
  /** The first key at or after a time. */
  const firstAt = (at: number): number => {
    let low = 1;
    let high = lastKey() + 1;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const row = from.get(whole(middle)) as { key: number; at: number } | undefined;
      if (row === undefined || row.at >= at) high = middle;
      else low = row.key + 1;
    }
    return low;
  };
  return { lastKey, firstAt };
};

const filtersOf = (shop: string, query: SearchQuery) => ({
  $shop: shop,
  $from: query.from ?? 0,
  $to: query.to ?? Number.MAX_SAFE_INTEGER,
  $status: query.status ? JSON.stringify(query.status) : null,
  $shopper: query.shopper ?? null,
  $anyone: query.assigneeId === undefined ? 1 : 0,
  $assignee: query.assigneeId ?? null,
});

const createSampling = (index: DatabaseSync) => {
  const sample = index.prepare(sampleSql);
  /** How far apart the newest entries with a word lie; `null`: there are none. */
  return (match: string, { below, above }: Range): number | null => {
    const keys = sample.all(match, whole(below), whole(above));
    const last = keys.at(-1);
    if (last === undefined) return null;
    const to = keys.length < sampleSize ? above : Number(last['key']);
    return (below - to) / keys.length;
  };
};

/** What all words are asked for by, and whether what comes needs no closer look. */
const matchOf = (terms: readonly Term[], wanted: readonly Wanted[]): { match: string; isExact: boolean } => {
  const rarest = Math.max(...terms.map(({ gap }) => gap));
  const walked = terms.filter(({ gap }) => gap * commonTimes >= rarest);
  return {
    match: walked.map(({ match }) => match).join(' AND '),
    isExact:
      walked.length === wanted.length && walked.every((each) => each.match === expressionOf(each.wanted)),
  };
};

/** What each word is asked for by; `null`: one of them stands nowhere. */
const createTerms = (index: DatabaseSync) => {
  const gapOf = createSampling(index);
  return (wanted: readonly Wanted[], range: Range): Term[] | null => {
    const terms: Term[] = [];
    for (const each of wanted) {
      const match = expressionOf(shortened(each));
      const gap = gapOf(match, range);
      if (gap === null) return null;
      terms.push({ wanted: each, match, gap });
    }
    return terms;
  };
};

/** What one search goes by. */
type Asked = {
  wanted: readonly Wanted[];
  filters: ReturnType<typeof filtersOf>;
  gathering: Pick<ReturnType<typeof createGathering>, 'add' | 'isOpen'>;
};

/** Looks through so many entries. What of the range is left; `null`: nothing, or the page is full. */
const createLook = (source: DatabaseSync, index: DatabaseSync) => {
  const candidates = index.prepare(candidatesSql);
  const locate = source.prepare(locateSql);

  const hasAll = ({ words }: Candidate, wanted: readonly Wanted[]): boolean => {
    const all = words.split(' ');
    return wanted.every((each) => all.some((word) => isWanted(word, each)));
  };
  const gather = (found: readonly Candidate[], { filters, gathering }: Asked): boolean => {
    const open = found.filter(({ conversation }) => gathering.isOpen(conversation));
    const keys = JSON.stringify(open.map(({ key }) => key));
    return (locate.all({ ...filters, $keys: keys }) as unknown as FoundRow[]).every(gathering.add);
  };
  return (asked: Asked, terms: readonly Term[], { range, most, chunk: first }: Look): Range | null => {
    const { match, isExact } = matchOf(terms, asked.wanted);
    let { below } = range;
    let looked = 0;
    for (let chunk = first; looked < most; chunk = Math.min(chunk * 2, chunkMost)) {
      const bounds = [whole(below), whole(range.above), chunk];
      const found = candidates.all(match, ...bounds) as unknown as Candidate[];
      const right = isExact ? found : found.filter((each) => hasAll(each, asked.wanted));
      if (!gather(right, asked)) return null;
      const last = found.at(-1);
      if (found.length < chunk || !last) return null;
      below = last.key;
      looked += found.length;
    }
    return { ...range, below };
  };
};

/** Finds in an index beside its database. */
export const createFind = (source: DatabaseSync, index: DatabaseSync) => {
  const codes = createShopCodes(index);
  const termsOf = createTerms(index);
  const look = createLook(source, index);
  const { lastKey, firstAt } = createTimes(source);
  const rangeOf = ({ cursor, from, to }: SearchQuery): Range => ({
    below: Math.min(placeOf(cursor), to === undefined ? lastKey() + 1 : firstAt(to + 1)),
    above: from === undefined ? 0 : firstAt(from) - 1,
  });

  return (shop: string, query: SearchQuery): FoundPage => {
    const words = readQuery(query.query);
    const gathering = createGathering(words, query.limit);
    const { page } = gathering;
    const range = rangeOf(query);
    const code = codes.find(shop);
    if (code === null || words.length === 0) return page(null);
    const wanted = words.map((each) => ({ ...each, word: code + each.word }));
    const terms = termsOf(wanted, range);
    if (terms === null) return page(null);
    const asked = { wanted, filters: filtersOf(shop, query), gathering };
    const long = terms.find((term) => isLong(term.wanted));
    const most = long ? firstLook : candidatesMost;
    const rest = look(asked, terms, { range, most, chunk: sampleSize });
    if (rest === null || !long) return page(rest && rest.below);
    const exactly = { ...long, match: expressionOf(long.wanted) };
    const end = look(asked, [exactly], { range: rest, most: candidatesMost, chunk: candidatesMost });
    return page(end && end.below);
  };
};
