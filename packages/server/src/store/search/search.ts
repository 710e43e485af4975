import {
  refuse,
  type Author,
  type ConversationId,
  type ConversationStatus,
  type ShopperId,
} from '@shopbell/protocol';
import { excerptOf, type Excerpt } from './excerpt.ts';
import { entryText, whoText, type Who } from './searchable-text.ts';
import type { Wanted } from './words.ts';

/** What is looked for in a shop. `from` and `to` bound the time of what was said; `cursor` is a page’s `next`. */
export type SearchQuery = {
  query: string;
  status?: readonly ConversationStatus[];
  assigneeId?: string | null;
  shopper?: ShopperId;
  from?: number;
  to?: number;
  cursor?: string;
  limit: number;
};

/** Where words were found: in an entry, or in what is known of the shopper. */
export type SearchMatch =
  | ({ in: 'entry'; seq: number; at: number; by: Author; type: string } & Excerpt)
  | ({ in: 'shopper' } & Excerpt);

/** A conversation in which all words stand, and where, newest first. */
export type Found = { conversation: ConversationId; matches: SearchMatch[] };

/** Conversations by their newest match, each once on a page; it may stand again on a later one. */
export type FoundPage = { found: Found[]; next: string | null };

/** Finds conversations by what was said in them. */
export interface Search {
  search(shop: string, query: SearchQuery): Promise<FoundPage>;
  /** Resolves when exactly what is committed now can be found: what was erased is gone from the index’s files, too. */
  searchable(): Promise<void>;
}

/** An entry that has been found, with its conversation (its key is `place`) and shopper; its own key grows with time. */
export type FoundRow = Who & {
  key: number;
  place: number;
  conversation: ConversationId;
  seq: number;
  at: number;
  author: string;
  type: string;
  data: string;
  staffData: string | null;
};

const matchesMost = 3;
/** Of a conversation that is found so many entries are read at most, whatever they show. */
const entriesMost = 6;
/** So many entries are looked at for one page, whatever they come to. */
export const candidatesMost = 2_000;

/** The place a cursor names: only what is older than this key. */
export const placeOf = (cursor: string | undefined): number => {
  if (cursor === undefined) return Number.MAX_SAFE_INTEGER;
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  throw refuse('bad_request', 'The cursor is not one of this relay’s. Use the `next` of the page before.');
};

const matchOf = (row: FoundRow, wanted: readonly Wanted[]): SearchMatch | null => {
  const excerpt = excerptOf(entryText(row), wanted);
  if (!excerpt) return null;
  const { seq, at, author, type } = row;
  return { in: 'entry', seq, at, by: JSON.parse(author) as Author, type, ...excerpt };
};

const shopperMatch = (row: FoundRow, wanted: readonly Wanted[]): SearchMatch[] => {
  const excerpt = excerptOf(whoText(row), wanted);
  return excerpt ? [{ in: 'shopper', ...excerpt }] : [];
};

/** Gathers rows, newest first, into a page. */
export const createGathering = (wanted: readonly Wanted[], limit: number) => {
  const found = new Map<ConversationId, Found>();
  const read = new Map<number, number>();
  let next: number | null = null;
  return {
    /** Whether more of a conversation’s entries are of use. */
    isOpen: (place: number): boolean => (read.get(place) ?? 0) < entriesMost,
    /** Whether there was room for it; what comes after a row without room belongs to the next page. */
    add: (row: FoundRow): boolean => {
      const known = found.get(row.conversation);
      if (!known && found.size >= limit) {
        next = row.key + 1;
        return false;
      }
      const { matches } = known ?? { matches: shopperMatch(row, wanted) };
      if (!known) found.set(row.conversation, { conversation: row.conversation, matches });
      const match =
        matches.filter((each) => each.in === 'entry').length < matchesMost ? matchOf(row, wanted) : null;
      if (match) matches.push(match);
      read.set(row.place, (read.get(row.place) ?? 0) + 1);
      return true;
    },
    /** `rest`: the key from which on nothing has been looked at; `null`: all has. */
    page: (rest: number | null): FoundPage => {
      const place = next ?? rest;
      return { found: [...found.values()], next: place === null ? null : String(place) };
    },
  };
};
