import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { add, addShop, anna, begin, say, whisper } from '../../test/store-contract/ground.ts';
import { contentDigest, nextLink } from '../store/chain.ts';
import { openSqliteStore } from '../store/sqlite/open.ts';
import type { Link } from '../store/store.ts';
import { verifyChains, type Head } from './verify.ts';

const entriesEach = 6;

/** A file with two conversations of six entries: `hello`, then 2 … 6 in turn said and noted. */
const written = async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'shopbell-verify-'));
  const file = path.join(folder, 'shopbell.db');
  const store = await openSqliteStore({ file });
  await addShop(store, 'demo');
  const { id } = await begin(store);
  const { id: other } = await begin(store);
  for (let seq = 2; seq <= entriesEach; seq += 1) {
    for (const to of [id, other]) {
      const draft = seq % 2 === 0 ? say(`said ${seq}`) : { ...whisper(`noted ${seq}`), staffData: { seq } };
      await add(store, { id: to, by: anna, draft });
    }
  }
  await store.close();
  const tamper = (sql: string): void => {
    const database = new DatabaseSync(file);
    database.exec(sql.replaceAll('$id', `(SELECT key FROM conversations WHERE id = '${id}')`));
    database.close();
  };
  const check = async (against: readonly Head[] = []) => {
    const reopened = await openSqliteStore({ file });
    const heads: Head[] = [];
    const verdict = await verifyChains(reopened, { against, onHead: (head) => heads.push(head) });
    await reopened.close();
    return { ...verdict, heads };
  };
  const dispose = (): void => rmSync(folder, { recursive: true, force: true });
  return { id, file, tamper, check, [Symbol.dispose]: dispose };
};

test('R39 a store nobody touched verifies, and its heads are where the conversations end', async () => {
  using store = await written();
  const verdict = await store.check();
  expect(verdict).toMatchObject({ entries: 2 * entriesEach, conversations: 2, erased: 0, findings: [] });
  expect(verdict.heads.map(({ seq }) => seq)).toEqual([entriesEach, entriesEach]);
  expect((await store.check(verdict.heads)).findings).toEqual([]);
});

const third = 'WHERE conversation = $id AND seq = 3';
const fourth = 'WHERE conversation = $id AND seq = 4';

test.each([
  ['what was said', `UPDATE entries SET data = replace(data, 'said 4', 'said 5') ${fourth}`, 4],
  ['what only staff see', `UPDATE entries SET staff_data = '{"seq":9}' ${third}`, 3],
  ['who said it', `UPDATE entries SET author = replace(author, 'Anna', 'Otto') ${fourth}`, 4],
  ['when it was said', `UPDATE entries SET at = at + 1 ${fourth}`, 4],
  ['its type', `UPDATE entries SET type = 'note' ${fourth}`, 4],
  ['its nonce', `UPDATE entries SET nonce = nonce || 'x' ${fourth}`, 4],
  ['that everyone saw it', `UPDATE entries SET public_seq = NULL ${fourth}`, 4],
  ['that only staff saw it', `UPDATE entries SET public_seq = 2 ${third}`, 3],
  ['its link', `UPDATE entries SET chain = zeroblob(32) ${fourth}`, 4],
  ['its presence', `DELETE FROM entries ${fourth}`, 4],
  ['the presence of the last one', 'DELETE FROM entries WHERE conversation = $id AND seq = 6', 6],
  [
    'that it is gone, by a digest that is not its own',
    `UPDATE entries SET digest = zeroblob(32) ${fourth}`,
    4,
  ],
  ['where the conversation ends', 'UPDATE conversations SET last_seq = 5 WHERE key = $id', 6],
  ['where its public numbers end', 'UPDATE conversations SET last_public_seq = 1 WHERE key = $id', 6],
  [
    'the order of two',
    `UPDATE entries SET seq = 30 ${third}; UPDATE entries SET seq = 3 ${fourth};
     UPDATE entries SET seq = 4 WHERE conversation = $id AND seq = 30`,
    3,
  ],
  [
    'which conversation it is of',
    'UPDATE entries SET conversation = (SELECT MAX(key) FROM conversations) WHERE conversation = $id AND seq = 6',
    6,
  ],
])('R39 the first altered entry is named when somebody changes %s', async (_what, sql, seq) => {
  using store = await written();
  store.tamper(sql);
  const { findings } = await store.check();
  expect(findings).toContainEqual({ conversation: store.id, seq, what: expect.any(String) as string });
});

test('R39 an entry added at the end by hand is found', async () => {
  using store = await written();
  store.tamper(`INSERT INTO entries (key, previous, conversation, seq, public_seq, at, author, nonce, type, data, chain)
    SELECT (SELECT MAX(key) + 1 FROM entries), key, conversation, 7, public_seq + 1, at, author, 'forged', type, data, chain
    FROM entries WHERE conversation = $id AND seq = 6;
    UPDATE conversations SET last_seq = 7, last_public_seq = last_public_seq + 1 WHERE key = $id`);
  expect((await store.check()).findings).toMatchObject([{ conversation: store.id, seq: 7 }]);
});

test('R39 an erased entry keeps its digest, and with it the chain', async () => {
  using store = await written();
  const database = new DatabaseSync(store.file);
  const row = database
    .prepare(
      `SELECT key, author, nonce, type, data, staff_data AS staffData FROM entries WHERE seq = 4 LIMIT 1`,
    )
    .get() as unknown as Parameters<typeof contentDigest>[0] & { key: number };
  database
    .prepare(
      `UPDATE entries SET author = '{}', nonce = '', data = '{}', staff_data = NULL, digest = ? WHERE key = ?`,
    )
    .run(contentDigest(row), row.key);
  database.close();
  expect(await store.check()).toMatchObject({ erased: 1, findings: [] });
});

test('R39 a chain rewritten to its end is found by the heads kept before, and only by them', async () => {
  using store = await written();
  const { heads } = await store.check();
  const reader = await openSqliteStore({ file: store.file });
  const links = (await reader.links({ after: 0, limit: 100 })).filter(
    ({ conversation }) => conversation === store.id,
  );
  await reader.close();
  const database = new DatabaseSync(store.file);
  let before: Uint8Array | null = null;
  for (const { key, content, ...place } of links as (Link & { content: NonNullable<Link['content']> })[]) {
    const data = content.data.replace('said 4', 'never said');
    before = nextLink(before, place, contentDigest({ ...content, data }));
    database.prepare('UPDATE entries SET data = ?, chain = ? WHERE key = ?').run(data, before, key);
  }
  database.close();
  expect((await store.check()).findings).toEqual([]);
  expect((await store.check(heads)).findings).toMatchObject([{ conversation: store.id, seq: entriesEach }]);
});

test('R39 a conversation cut short, its row with it, is found by the heads kept before', async () => {
  using store = await written();
  const { heads } = await store.check();
  store.tamper(`DELETE FROM entries WHERE conversation = $id AND seq = 6;
    UPDATE conversations SET last_seq = 5, last_entry = (SELECT key FROM entries WHERE conversation = $id AND seq = 5)
    WHERE key = $id`);
  expect((await store.check()).findings).toEqual([]);
  expect((await store.check(heads)).findings).toMatchObject([{ conversation: store.id, seq: 6 }]);
});
