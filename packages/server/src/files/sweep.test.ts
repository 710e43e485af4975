import type { FileId } from '@shopbell/protocol';
import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { add, addShop, anna, begin, newNonce } from '../../test/store-contract/ground.ts';
import { newId } from '../store/ids.ts';
import { openSqliteStore } from '../store/sqlite/open.ts';
import { bytesName } from './files.ts';
import { openFolderFiles } from './folder-files.ts';
import { newLinkKey } from './links.ts';
import { removeStrange, sweep } from './sweep.ts';

const folder = mkdtempSync(join(tmpdir(), 'shopbell-sweep-'));
afterAll(() => rmSync(folder, { recursive: true }));
const hourMs = 3_600_000;

const setUp = async (name: string) => {
  const store = await openSqliteStore({ file: ':memory:' });
  await addShop(store, 'demo');
  const files = openFolderFiles(join(folder, name));
  const { id: conversation } = await begin(store);
  const keep = async (createdAt: number): Promise<FileId> => {
    const id = newId('fil');
    const file = { id, shop: 'demo', owner: anna.id, nonce: newNonce(), name: 'a.txt', type: 'text/plain' };
    const rest = { bytes: 5, sha256: 'a', key: newLinkKey(), conversation, createdAt };
    await store.addFile({ ...file, ...rest });
    const source = join(folder, 'source');
    writeFileSync(source, 'bytes');
    await files.put(bytesName(id), source);
    await store.keepFile(id);
    return id;
  };
  const nameBy = (id: FileId, nonce: string) =>
    store.nameFiles({ shop: 'demo', owner: anna.id, files: [id], nonce, audience: 'everyone', conversation });
  const isThere = async (id: FileId) => (await files.read(bytesName(id))) !== null;
  return { store, files, conversation, keep, nameBy, isThere };
};

test('R51 what nothing has named within an hour is removed, bytes and all; what is young stays', async () => {
  const { store, files, keep, isThere } = await setUp('one');
  const [old, young] = [await keep(0), await keep(2 * hourMs)];
  await sweep(store, files, 2 * hourMs + 1);
  expect([await isThere(old), await isThere(young)]).toEqual([false, true]);
  expect([await store.file(old), (await store.file(young))?.state]).toEqual([null, 'kept']);
  await store.close();
});

test('a relay that died between naming a file and placing it: the sweep asks whether its entry is there', async () => {
  const { store, files, conversation, keep, nameBy, isThere } = await setUp('two');
  const [said, unsaid] = [await keep(0), await keep(0)];
  const nonce = newNonce();
  const file = { id: said, name: 'a.txt', type: 'text/plain', bytes: 5 };
  const draft = { type: 'message', data: { parts: [{ kind: 'file', file }] }, audience: 'everyone' } as const;
  await nameBy(said, nonce);
  await add(store, {
    id: conversation,
    by: anna,
    draft: { ...draft, data: { parts: [...draft.data.parts] } },
    nonce,
  });
  await nameBy(unsaid, newNonce());
  await sweep(store, files, 2 * hourMs);
  expect(await store.file(said)).toMatchObject({ state: 'placed', conversation });
  expect([await isThere(said), await isThere(unsaid)]).toEqual([true, false]);
  await store.close();
});

test('R51 bytes that no row knows, as a restored database leaves them, are removed a day later', async () => {
  const { store, files, keep, isThere } = await setUp('three');
  const known = await keep(0);
  const strange = newId('fil');
  const shard = join(folder, 'three', strange.slice(4, 6));
  mkdirSync(shard, { recursive: true });
  for (const name of [strange, `${strange}.small`]) {
    writeFileSync(join(shard, name), 'bytes');
    utimesSync(join(shard, name), 0, 0);
  }
  expect(await removeStrange(store, files, Date.now())).toBe(2);
  expect([await isThere(known), await isThere(strange)]).toEqual([true, false]);
  await store.close();
});
