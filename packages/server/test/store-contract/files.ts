import type { FileId } from '@shopbell/protocol';
import { describe, expect, test } from 'vitest';
import { newLinkKey } from '../../src/files/links.ts';
import { newId } from '../../src/store/ids.ts';
import type { ArrivingFile } from '../../src/store/file-store.ts';
import type { Draft, Store } from '../../src/store/store.ts';
import { add, addShopper, anna, begin, newNonce, shopperOf, staffOf, type Ground } from './ground.ts';

const sent = (owner: string, more: Partial<ArrivingFile> = {}): ArrivingFile => ({
  id: newId('fil'),
  shop: 'demo',
  owner,
  nonce: newNonce(),
  name: 'tin.jpg',
  type: 'image/jpeg',
  bytes: 12_345,
  picture: { width: 640, height: 480 },
  sha256: 'a'.repeat(64),
  key: newLinkKey(),
  conversation: null,
  createdAt: 1_000,
  ...more,
});

/** One whose bytes are where they belong. */
const kept = async (store: Store, owner: string, more: Partial<ArrivingFile> = {}): Promise<FileId> => {
  const { id } = await store.addFile(sent(owner, more));
  expect(await store.keepFile(id)).toBe(true);
  return id;
};
const naming = (owner: string, files: readonly FileId[], more: object = {}) => ({
  shop: 'demo',
  owner,
  files,
  nonce: newNonce(),
  audience: 'everyone' as const,
  conversation: null,
  ...more,
});
const showing = (id: FileId): Draft => ({
  type: 'message',
  data: { parts: [{ kind: 'file', file: { id, name: 'tin.jpg', type: 'image/jpeg', bytes: 12_345 } }] },
  audience: 'everyone',
});
const noting = (id: FileId): Draft => ({
  type: 'note',
  data: { text: 'x', files: [{ id, name: 'tin.jpg', type: 'image/jpeg', bytes: 12_345 }] },
  audience: 'staff',
});

const describeKeeping = (open: () => Promise<Ground>): void => {
  test('R48 is one for its sender and nonce, whoever comes first, and stays what it was', async () => {
    await using ground = await open();
    const { id: owner } = await addShopper(ground.store);
    const first = sent(owner);
    const again = { ...first, id: newId('fil'), sha256: 'b'.repeat(64) };
    const rows = await Promise.all([ground.store.addFile(first), ground.store.addFile(again)]);
    expect(new Set(rows.map(({ id }) => id))).toEqual(new Set([first.id]));
    expect(await ground.store.addFile(sent(owner))).not.toMatchObject({ id: first.id });
    expect(await ground.store.addFile({ ...sent('agt_anna_0001'), nonce: first.nonce })).not.toMatchObject({
      id: first.id,
    });
    await ground.store.keepFile(first.id);
    await ground.reopen();
    const { conversation: _, ...as } = first;
    expect(await ground.store.file(first.id)).toEqual({
      ...as,
      state: 'kept',
      conversation: null,
      audience: null,
      namedBy: null,
    });
  });

  test('is named once: by its own sender, all together or none, again by the same message', async () => {
    await using ground = await open();
    const { store } = ground;
    const { id: owner } = await addShopper(store);
    const { id: other } = await addShopper(store);
    const files = [await kept(store, owner), await kept(store, owner)];
    const [first = newId('fil')] = files;
    const arriving = (await store.addFile(sent(owner))).id;
    for (const refused of [
      naming(other, files),
      naming(owner, [...files, newId('fil')]),
      naming(owner, [...files, arriving]),
      naming(owner, files, { shop: 'other' }),
    ])
      expect(await store.nameFiles(refused)).toBeNull();
    expect(await store.file(first)).toMatchObject({ namedBy: null });
    const message = naming(owner, files);
    expect((await store.nameFiles(message))?.map(({ id }) => id)).toEqual(files);
    expect(await store.nameFiles(message)).toHaveLength(2);
    expect(await store.nameFiles(naming(owner, [first]))).toBeNull();
    expect(await store.nameFiles({ ...message, audience: 'staff' })).toBeNull();
    await store.unnameFiles(files);
    expect(await store.nameFiles(naming(owner, [first]))).toHaveLength(1);
  });

  test('of two messages that name it at the same moment, one has it', async () => {
    await using ground = await open();
    const { id: owner } = await addShopper(ground.store);
    const id = await kept(ground.store, owner);
    const named = await Promise.all([
      ground.store.nameFiles(naming(owner, [id])),
      ground.store.nameFiles(naming(owner, [id])),
    ]);
    expect(named.filter((rows) => rows !== null)).toHaveLength(1);
  });

  test('sent to a conversation goes to no other', async () => {
    await using ground = await open();
    const { store } = ground;
    const [here, there] = [await begin(store), await begin(store)];
    const id = await kept(store, anna.id, { conversation: here.id });
    expect(await store.nameFiles(naming(anna.id, [id], { conversation: there.id }))).toBeNull();
    expect(await store.nameFiles(naming(anna.id, [id], { conversation: here.id }))).toHaveLength(1);
  });
};

const describeReading = (open: () => Promise<Ground>): void => {
  test('R50 is read by its sender, and once it is placed by whom its entry is for', async () => {
    await using ground = await open();
    const { store } = ground;
    const { id: conversation, shopper } = await begin(store);
    const stranger = await addShopper(store);
    const mine = shopperOf('demo', shopper.id);
    const reads = async (id: FileId) => ({
      shopper: (await store.readableFile(mine, { id, owner: shopper.id })) !== null,
      stranger:
        (await store.readableFile(shopperOf('demo', stranger.id), { id, owner: stranger.id })) !== null,
      sender: (await store.readableFile(staffOf('demo'), { id, owner: anna.id })) !== null,
      colleague: (await store.readableFile(staffOf('demo'), { id, owner: 'agt_bob_000001' })) !== null,
      elsewhere: (await store.readableFile(staffOf('other'), { id, owner: anna.id })) !== null,
    });
    const none = { shopper: false, stranger: false, sender: false, colleague: false, elsewhere: false };
    const place = async (audience: 'everyone' | 'staff') => {
      const id = await kept(store, anna.id, { conversation });
      expect(await reads(id)).toEqual({ ...none, sender: true });
      await store.nameFiles(naming(anna.id, [id], { audience, conversation }));
      expect(await reads(id)).toEqual({ ...none, sender: true });
      await store.placeFiles([id], conversation);
      return reads(id);
    };
    expect(await place('everyone')).toEqual({ ...none, shopper: true, sender: true, colleague: true });
    expect(await place('staff')).toEqual({ ...none, sender: true, colleague: true });
    const { id } = await store.addFile(sent(anna.id));
    expect(await reads(id)).toEqual(none);
  });

  test('goes along when its sender signs in as somebody known', async () => {
    await using ground = await open();
    const { store } = ground;
    const [from, to] = [await addShopper(store), await addShopper(store)];
    const { nonce } = sent(from.id);
    const moved = await kept(store, from.id, { nonce });
    const clash = newNonce();
    await kept(store, to.id, { nonce: clash });
    const stays = await kept(store, from.id, { nonce: clash });
    await store.adopt('demo', from.id, to.id);
    expect(await store.nameFiles(naming(to.id, [moved]))).toHaveLength(1);
    expect(await store.file(stays)).toMatchObject({ owner: from.id });
  });
};

const describeLeaving = (open: () => Promise<Ground>): void => {
  test('R51 that nothing names, or that never was whole, is given up after its time', async () => {
    await using ground = await open();
    const { store } = ground;
    const { id: conversation } = await begin(store);
    const old = await kept(store, anna.id);
    const never = (await store.addFile(sent(anna.id))).id;
    const young = await kept(store, anna.id, { createdAt: 9_000 });
    const [named, placed] = [await kept(store, anna.id), await kept(store, anna.id)];
    await store.nameFiles(naming(anna.id, [named, placed]));
    await store.placeFiles([placed], conversation);
    expect((await store.unplacedFiles(5_000, 10)).map(({ id }) => id)).toEqual([named]);
    expect(await store.giveUpFiles(5_000)).toBe(2);
    expect(new Set(await store.goneFiles(10))).toEqual(new Set([old, never]));
    expect(await store.keepFile(never)).toBe(false);
    expect(await store.readableFile(staffOf('demo'), { id: old, owner: anna.id })).toBeNull();
    expect(await store.file(old)).toMatchObject({ state: 'gone', name: '', sha256: '' });
    await store.forgetFiles([old, never, young]);
    expect(new Set(await store.knownFiles([old, never, young, named, placed, newId('fil')]))).toEqual(
      new Set([young, named, placed]),
    );
  });

  test('R51 is gone with its entry, and with the shopper who has not used it', async () => {
    await using ground = await open();
    const { store } = ground;
    const { id: conversation, shopper } = await begin(store);
    const [shown, noted, waiting] = [
      await kept(store, shopper.id),
      await kept(store, anna.id),
      await kept(store, anna.id, { conversation }),
    ];
    const loose = await kept(store, shopper.id);
    const elsewhere = await kept(store, anna.id);
    await add(store, { id: conversation, by: shopper, draft: showing(shown) });
    await add(store, { id: conversation, by: anna, draft: noting(noted) });
    await store.nameFiles(naming(shopper.id, [shown]));
    await store.placeFiles([shown], conversation);
    await store.nameFiles(naming(anna.id, [noted], { audience: 'staff' }));
    while ((await store.eraseEntries(conversation, 1))?.rest !== 0);
    expect(new Set(await store.goneFiles(10))).toEqual(new Set([shown, noted, waiting]));
    await store.eraseProfile('demo', shopper.id, 1);
    expect(new Set(await store.goneFiles(10))).toEqual(new Set([shown, noted, waiting, loose]));
    expect(await store.knownFiles([elsewhere])).toEqual([elsewhere]);
    expect(await store.file(elsewhere)).toMatchObject({ state: 'kept' });
  });
};

export const describeFiles = (open: () => Promise<Ground>) =>
  describe('a file', () => {
    describeKeeping(open);
    describeReading(open);
    describeLeaving(open);
  });
