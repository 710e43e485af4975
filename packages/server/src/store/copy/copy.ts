import { refuse } from '@shopbell/protocol';
import { sql } from 'kysely';
import { verifyChains, type Head, type Verdict } from '../../log/verify.ts';
import { columns, plainTables, type PlainTable } from './columns.ts';
import type { CopyEnd, CopyTarget } from './end.ts';

/*
 * A copy, table by table in the order of their keys, each page a transaction of the target:
 *
 *     shops … conversations → entries, by conversation and number → nonces → actions … → both chains checked → finished
 *
 * Broken off, it goes on after the last key the target has: nothing is written twice, nothing is left out.
 */

/** What a copy did. `rows`: those of this run, by table. */
export type Copied = { rows: Record<string, number>; verdict: Verdict };
export type CopyOptions = {
  /** Rows in one transaction. */
  pageSize?: number;
  /** Hears of each page. */
  onPage?: (page: { table: string; rows: number }) => void;
};

const pageSizeDefault = 500;

const namesOf = (table: PlainTable, wanted: (kind: 'key' | 'copied' | 'own') => boolean): string[] =>
  Object.entries(columns[table]).flatMap(([name, kind]) => (wanted(kind) ? [name] : []));
const keyOf = (table: PlainTable): string => namesOf(table, (kind) => kind === 'key')[0] ?? 'id';

type Row = Record<string, unknown>;

const lastKey = async ({ runner }: CopyEnd, table: PlainTable): Promise<unknown> => {
  const key = keyOf(table);
  const last = sql<Row>`SELECT ${sql.ref(key)} AS key FROM ${sql.table(table)} ORDER BY ${sql.ref(key)} DESC LIMIT 1`;
  return (await runner.first<Row>({ compile: () => last.compile(runner.build) }))?.['key'] ?? null;
};

const readPage = (
  { runner }: CopyEnd,
  table: PlainTable,
  { after, limit }: { after: unknown; limit: number },
) => {
  const key = sql.ref(keyOf(table));
  const names = sql.join(namesOf(table, (kind) => kind !== 'own').map((name) => sql.ref(name)));
  const from = after === null ? sql`` : sql`WHERE ${key} > ${after}`;
  const page = sql<Row>`SELECT ${names} FROM ${sql.table(table)} ${from} ORDER BY ${key} LIMIT ${limit}`;
  return runner.all<Row>({ compile: () => page.compile(runner.build) });
};

type Progress = { add: (table: string, rows: number) => void; pageSize: number };

const copyTable = async (
  { from, to }: { from: CopyEnd; to: CopyTarget },
  table: PlainTable,
  { add, pageSize }: Progress,
): Promise<void> => {
  const key = keyOf(table);
  for (let after = await lastKey(to, table); ;) {
    const rows = await readPage(from, table, { after, limit: pageSize });
    if (rows.length === 0) return;
    // Which columns there are is decided by the table of them, not by the types.
    // oxlint-disable-next-line typescript/no-unnecessary-type-assertion -- tsc wants it
    await to.runner.run(to.runner.build.insertInto(table).values(rows as never));
    add(table, rows.length);
    after = rows.at(-1)?.[key];
  }
};

const copyEntries = async (
  { from, to }: { from: CopyEnd; to: CopyTarget },
  { add, pageSize }: Progress,
): Promise<void> => {
  for (let after = await to.lastEntry(); ;) {
    const entries = await from.entries(after, pageSize);
    const last = entries.at(-1);
    if (last === undefined) return;
    await to.addEntries(entries);
    add('entries', entries.length);
    after = { conversation: last.conversation, seq: last.seq };
  }
};

const copyNonces = async (
  { from, to }: { from: CopyEnd; to: CopyTarget },
  { add, pageSize }: Progress,
): Promise<void> => {
  const { build, first } = to.runner;
  const newest = build.selectFrom('nonces').select(['nonce', 'sender']).orderBy('nonce', 'desc');
  const begun = await first(newest.orderBy('sender', 'desc').limit(1));
  for (let after = begun ?? { nonce: '', sender: '' }; ;) {
    const nonces = await from.nonces(after, pageSize);
    const last = nonces.at(-1);
    if (last === undefined) return;
    await to.addNonces(nonces);
    add('nonces', nonces.length);
    after = { nonce: last.nonce, sender: last.sender };
  }
};

const marks: Record<string, string> = {
  shops: 'sum(length(origins) + length(sign_in_keys))',
  people: 'count(removed_at)',
  keys: 'count(revoked_at)',
  shoppers: 'sum(length(name) + length(claimed))',
  tokens: 'count(revoked_at)',
  conversations: 'sum(last_seq + erased_seq + read_public_seq + seen_public_seq)',
  actions: 'sum(revision)',
  followups: 'count(done_at)',
  drafts: "sum(CASE state WHEN 'held' THEN 1 ELSE 0 END)",
  erasures: 'count(done_at)',
  files:
    "count(named_by) + sum(CASE state WHEN 'arriving' THEN 1 WHEN 'kept' THEN 2 WHEN 'placed' THEN 3 ELSE 4 END)",
};

/** What changes with whatever a relay does to a store: what is added, appended, moved, closed, read, given up. */
const markOf = async ({ runner, name }: CopyEnd): Promise<string> => {
  const counts = Object.entries(marks).map(
    ([table, sum]) => `SELECT '${table}' AS name, count(*) AS n, ${sum} AS s FROM ${table}`,
  );
  const changed = `SELECT 'changed' AS name, max(updated_at) AS n, 0 AS s FROM conversations`;
  const text = [...counts, changed].join(' UNION ALL ');
  const rows = await runner.all<Row>({ compile: () => sql.raw<Row>(text).compile(runner.build) });
  const said = rows.map((row) => `${String(row['name'])} ${Number(row['n'])} ${Number(row['s'])}`);
  return `${name}: ${said.toSorted().join(', ')}`;
};

const changed = (from: string): Error =>
  refuse(
    'conflict',
    `${from} has changed since the copy was begun. Stop its relays, remove the unfinished copy, and begin again.`,
  );

/** Both must be as they were written, and end alike. */
const compare = async (from: CopyEnd, to: CopyTarget): Promise<Verdict> => {
  const heads: Head[] = [];
  const source = await verifyChains(from.chains, { onHead: (head) => heads.push(head) });
  const target = await verifyChains(to.chains, { against: heads });
  const [finding] = [...source.findings, ...target.findings];
  if (finding)
    throw refuse(
      'conflict',
      `The copy is not what it was copied from: ${finding.conversation}, entry ${finding.seq}: ${finding.what}.`,
    );
  if (source.entries !== target.entries || source.conversations !== target.conversations)
    throw refuse(
      'conflict',
      `The copy has ${target.entries} entries in ${target.conversations} conversations where ${source.entries} in ${source.conversations} were.`,
    );
  return target;
};

/** Copies a whole store into an empty database, or goes on with a copy that was broken off. Refuses (`conflict`) with a sentence. */
export const copyStore = async (
  from: CopyEnd,
  to: CopyTarget,
  { pageSize = pageSizeDefault, onPage }: CopyOptions = {},
): Promise<Copied> => {
  const mark = await markOf(from);
  const begun = await to.begun();
  if (begun === null) await to.begin(mark);
  else if (begun !== mark) throw changed(from.name);
  const rows: Record<string, number> = {};
  const add = (table: string, count: number): void => {
    rows[table] = (rows[table] ?? 0) + count;
    onPage?.({ table, rows: rows[table] });
  };
  const progress = { add, pageSize };
  for (const table of plainTables) await copyTable({ from, to }, table, progress);
  await copyEntries({ from, to }, progress);
  await copyNonces({ from, to }, progress);
  const verdict = await compare(from, to);
  if ((await markOf(from)) !== mark) throw changed(from.name);
  await to.finish();
  return { rows, verdict };
};
