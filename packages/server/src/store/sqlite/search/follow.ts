import type { DatabaseSync } from 'node:sqlite';
import { createRecent } from '../../recent.ts';
import { entryText, whoText, type Who } from '../../search/searchable-text.ts';
import { wordsOf } from '../../search/words.ts';
import { emptyIndex, together, whole } from './index-file.ts';
import { createShopCodes } from './shop-codes.ts';

/** Follows the entries of a database into its index. */
export interface Follower {
  /** Some of what is new or has changed. Whether there is nothing left to do. */
  step: () => boolean;
  /** The key of the latest entry. */
  latest: () => number;
  /** What was taken out stands in no file any more. */
  settle: () => void;
}

type Row = Who & {
  key: number;
  conversation: number;
  type: string;
  data: string;
  staffData: string | null;
  isErased: number;
  link: Uint8Array;
  shop: string;
};
type Change = { id: number; entry: number | null; conversation: number | null };
type Place = { entry: number; link: Uint8Array | null; change: number };

const entriesPerStep = 400;
const changesPerStep = 50;
/** Of a conversation whose shopper has another name now, so many entries at most are found by it. */
const entriesOfConversation = 2_000;
const peopleRemembered = 500;
/** Pages of the index put in order with each step. */
const mergePages = 100;

const rowsSql = (
  entries: string,
  where: string,
) => `SELECT e.key, e.conversation, e.type, e.data, e.staff_data AS staffData,
  e.digest IS NOT NULL AS isErased, e.chain AS link, c.shop, s.name, s.claimed, s.verified, s.proved
  FROM ${entries} CROSS JOIN conversations c ON c.key = e.conversation CROSS JOIN shoppers s ON s.id = c.shopper ${where}`;
const ofConversationSql = `
  WITH RECURSIVE of (key, previous) AS (
    SELECT e.key, e.previous FROM conversations c CROSS JOIN entries e ON e.key = c.last_entry WHERE c.key = ?
    UNION ALL SELECT e.key, e.previous FROM of CROSS JOIN entries e ON e.key = of.previous
    LIMIT ${entriesOfConversation})
  ${rowsSql('of CROSS JOIN entries e ON e.key = of.key', '')}`;

/** What is read of the database. */
const createSource = (source: DatabaseSync) => {
  const after = source.prepare(
    rowsSql('entries e', `WHERE e.key > ? ORDER BY e.key LIMIT ${entriesPerStep}`),
  );
  const one = source.prepare(rowsSql('entries e', 'WHERE e.key = ?'));
  const ofConversation = source.prepare(ofConversationSql);
  const latest = source.prepare('SELECT MAX(key) AS key FROM entries');
  const link = source.prepare('SELECT chain FROM entries WHERE key = ?');
  const changes = source.prepare(
    `SELECT id, entry, conversation FROM search_changes WHERE id > ? ORDER BY id LIMIT ${changesPerStep}`,
  );
  const bounds = source.prepare(`SELECT (SELECT MIN(id) FROM search_changes) AS first,
    (SELECT seq FROM sqlite_sequence WHERE name = 'search_changes') AS last`);
  return {
    after: (key: number) => after.all(whole(key)) as unknown as Row[],
    one: (key: number) => one.get(whole(key)) as unknown as Row | undefined,
    ofConversation: (key: number) => ofConversation.all(whole(key)) as unknown as Row[],
    latest: (): number => Number(latest.get()?.['key'] ?? 0),
    linkOf: (key: number) => link.get(whole(key))?.['chain'] as Uint8Array | undefined,
    changes: (id: number) => changes.all(whole(id)) as unknown as Change[],
    bounds: () => bounds.get() as { first: number | null; last: number | null },
  };
};
type Source = ReturnType<typeof createSource>;

/** Who somebody is, in words: asked for with each entry, and mostly of the same. */
const createWho = () => {
  const known = createRecent<string, string>(peopleRemembered);
  return (who: Who): string => {
    const key = `${who.name}\n${who.claimed}\n${who.verified}\n${who.proved}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const text = whoText(who);
    known.set(key, text);
    return text;
  };
};

/** What is written to the index. */
const createWriting = (index: DatabaseSync) => {
  const codes = createShopCodes(index);
  const whoIs = createWho();
  const insert = index.prepare('INSERT OR REPLACE INTO search (rowid, words, conversation) VALUES (?, ?, ?)');
  const remove = index.prepare('DELETE FROM search WHERE rowid = ?');
  const isThere = index.prepare('SELECT 1 FROM search WHERE rowid = ?');
  const place = index.prepare('SELECT entry, link, change FROM place');
  const move = index.prepare('UPDATE place SET entry = ?, link = ?, change = ?');
  const merge = index.prepare(`INSERT INTO search (search, rank) VALUES ('merge', ${mergePages})`);

  const add = (row: Row): void => {
    const text = row.isErased ? '' : entryText(row);
    if (text === '') return;
    const code = codes.give(row.shop);
    const words = wordsOf(`${text} ${whoIs(row)}`);
    insert.run(whole(row.key), words.map((word) => code + word).join(' '), whole(row.conversation));
  };
  const take = (key: number): void => {
    if (isThere.get(whole(key)) !== undefined) remove.run(whole(key));
  };
  return {
    add,
    take,
    place: () => place.get() as unknown as Place,
    move: ({ entry, link, change }: Place): void => void move.run(whole(entry), link, whole(change)),
    merge: (): void => void merge.run(),
  };
};
type Writing = ReturnType<typeof createWriting>;

const areSame = (one: Uint8Array, other: Uint8Array | undefined): boolean =>
  other !== undefined && Buffer.compare(one, other) === 0;

/** Whether the index is of this database and has missed nothing: a backup put back in its place has gone on otherwise. */
const isOfSource = (source: Source, { entry, link, change }: Place): boolean => {
  const { first, last } = source.bounds();
  if (change > (last ?? 0) || (first !== null && first > change + 1)) return false;
  if (link === null || areSame(link, source.linkOf(entry))) return true;
  // The entry itself may have been removed, and that not yet been followed.
  return source.changes(change).some((each) => each.entry === entry);
};

const applyChange = (
  { source, writing }: { source: Source; writing: Writing },
  change: Change,
  upTo: number,
): void => {
  if (change.entry !== null) {
    writing.take(change.entry);
    const row = change.entry <= upTo ? source.one(change.entry) : undefined;
    if (row) writing.add(row);
  }
  if (change.conversation === null) return;
  for (const row of source.ofConversation(change.conversation)) {
    if (row.key > upTo) continue;
    writing.take(row.key);
    writing.add(row);
  }
};

/** Follows from where the index stands; makes it anew where it is not of this database. */
export const createFollower = (from: DatabaseSync, index: DatabaseSync): Follower => {
  const source = createSource(from);
  const writing = createWriting(index);
  if (!isOfSource(source, writing.place())) emptyIndex(index, source.bounds().last ?? 0);
  let isSettled = true;

  /** The place to go on from: not beyond the last entry there is, whose key the next one may have again. */
  const placeNow = (): Place => {
    const place = writing.place();
    const latest = source.latest();
    return place.entry <= latest ? place : { ...place, entry: latest, link: source.linkOf(latest) ?? null };
  };
  const isQuiet = (): boolean => {
    const { entry, change } = writing.place();
    return source.latest() === entry && source.changes(change).length === 0;
  };
  const follow = (): { isDone: boolean; isChanged: boolean } => {
    const place = placeNow();
    const changes = source.changes(place.change);
    for (const change of changes) applyChange({ source, writing }, change, place.entry);
    const rows = source.after(place.entry);
    for (const row of rows) writing.add(row);
    const last = rows.at(-1);
    const entry = last?.key ?? place.entry;
    // Where the entry was removed, there is nothing to know the database by until the next one comes.
    const link = last?.link ?? source.linkOf(entry) ?? null;
    writing.move({ entry, link, change: changes.at(-1)?.id ?? place.change });
    if (rows.length > 0 || changes.length > 0) writing.merge();
    return {
      isDone: rows.length < entriesPerStep && changes.length < changesPerStep,
      isChanged: changes.length > 0,
    };
  };

  return {
    step: () => {
      if (isQuiet()) return true;
      const { isDone, isChanged } = together(index, follow);
      if (isChanged) isSettled = false;
      return isDone;
    },
    latest: source.latest,
    settle: () => {
      if (!isSettled) index.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      isSettled = true;
    },
  };
};
