import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createDatabase } from '@shopbell-test/postgres';
import { expect, test, vi } from 'vitest';
import { fillWithCanaries } from '../../../test/canaries.ts';
import { openCommandLine } from '../../../test/command-line.ts';
import {
  add,
  addShop,
  addShopper,
  anna,
  begin,
  newNonce,
  readAll,
  say,
  shopperOf,
  staffOf,
  whisper,
} from '../../../test/store-contract/ground.ts';
import { openDatabase } from '../../database.ts';
import { verifyChains, type Head } from '../../log/verify.ts';
import type { Append, Store } from '../store.ts';
import { copyStore } from './copy.ts';
import type { CopyTarget } from './end.ts';
import { openPostgresTarget } from './postgres-end.ts';
import { openSqliteSource, openSqliteTarget } from './sqlite-end.ts';

vi.setConfig({ testTimeout: 120_000 });

/** Numbers that look random and are the same for a seed. */
const randomOf = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state % below;
  };
};

/** Two shops with people and keys, conversations of all lengths woven into each other, some of it erased. */
const fill = async (store: Store, seed: number) => {
  const random = randomOf(seed);
  for (const shop of ['demo', 'other']) {
    await addShop(store, shop);
    const person = {
      id: `agt_${shop}_0001`,
      shop,
      kind: 'agent',
      name: 'Ada',
      role: 'agent',
      removedAt: null,
    } as const;
    await store.savePerson(person);
    await store.addKey({
      id: `key_${shop}_0001`,
      shop,
      kind: 'key',
      person: person.id,
      scopes: ['read'],
      name: 'k',
      createdAt: 1,
      expiresAt: null,
      revokedAt: null,
      digest: `digest of ${shop}`,
    });
  }
  const { conversation: long } = await fillWithCanaries(store);
  const begun: Awaited<ReturnType<typeof begin>>[] = [];
  for (let index = 0; index < 12; index += 1)
    begun.push(await begin(store, { shop: index % 4 === 3 ? 'other' : 'demo' }));
  const appends = Array.from({ length: 300 }, (_, index): Append => {
    const { id, shop } = begun[random(begun.length)] ?? { id: long, shop: 'demo' };
    const text = `${index} “é” \u2028 😀 ${'x'.repeat(random(3_000))}`;
    const drafts: Append['drafts'] = random(3) === 0 ? [whisper(text), say(text)] : [say(text)];
    return { shop, conversation: id, by: anna, nonce: newNonce(), drafts };
  });
  expect((await store.append(appends)).every(({ ok }) => ok)).toBe(true);
  const [first, second] = begun;
  if (!first || !second) throw new Error('nothing was begun');
  await store.eraseEntries(second.id, 5);
  await store.askErasure({ subject: second.id, shop: second.shop, askedAt: 5 });
  const guest = await addShopper(store, 'demo');
  await store.adopt('demo', first.shopper.id, guest.id);
  return { nonce: first.nonce, by: { ...first.shopper, id: guest.id } };
};

/** Whatever a store can be asked about what is in it. */
const readWhole = async (store: Store, { by, nonce }: Awaited<ReturnType<typeof fill>>) => {
  const shops = await store.shops();
  const whole: unknown[] = [shops, await store.appended(by, nonce), await store.openErasures(10)];
  for (const { id: shop } of shops) {
    const { conversations } = await store.conversations(shop, { limit: 100 });
    whole.push(
      conversations,
      await store.people(shop),
      await store.keys(shop),
      await store.approvals(shop, { limit: 9 }),
    );
    whole.push(await store.keyByDigest(`digest of ${shop}`));
    for (const state of ['open', 'done'] as const)
      whole.push(await store.followups(shop, { state, limit: 9 }));
    for (const { id, shopper } of conversations) {
      const entries = await readAll(store, staffOf(shop), id);
      const actions = new Set(
        entries.flatMap(({ data }) => (data as { action?: `act_${string}` }).action ?? []),
      );
      whole.push(entries, await readAll(store, shopperOf(shop, shopper.id), id), await store.state(id));
      whole.push(await store.shopper(shop, shopper.id), await store.openConversation(shop, shopper.id));
      for (const action of actions) whole.push(await store.action(action));
    }
  }
  return whole;
};

const headsOf = async (store: Store): Promise<string[]> => {
  const heads: Head[] = [];
  const { findings } = await verifyChains(store, { onHead: (head) => heads.push(head) });
  expect(findings).toEqual([]);
  return heads.map(({ conversation, seq, link }) => `${conversation} ${seq} ${link}`).toSorted();
};

const openFolder = () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'shopbell-copy-'));
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
};

test('a store copied from SQLite to PostgreSQL and back is the same to every question, and goes on', async () => {
  using place = openFolder();
  await using database = await createDatabase();
  await using line = await openCommandLine();
  const urls = [
    `file:${path.join(place.folder, 'one.db')}`,
    `${database.url}?fsync=off`,
    `file:${path.join(place.folder, 'three.db')}`,
  ] as const;
  const first = await openDatabase(urls[0], 'relay');
  const asked = await fill(first, 7);
  const expected = { whole: await readWhole(first, asked), heads: await headsOf(first) };
  const refused = await line.run('copy', '--from', urls[0], '--to', urls[1]);
  expect(refused).toMatchObject({ code: 1 });
  expect(refused.err).toContain('Another relay is writing');
  await first.close();

  for (const [from, to] of [
    [urls[0], urls[1]],
    [urls[1], urls[2]],
  ] as const) {
    const done = await line.run('copy', '--from', from, '--to', to);
    expect(done).toMatchObject({ code: 0, err: '' });
    expect(done.out).toContain('both end alike');
    const store = await openDatabase(to, 'relay');
    expect(await headsOf(store)).toEqual(expected.heads);
    expect(await readWhole(store, asked)).toEqual(expected.whole);
    await store.close();
    // A relay has just left PostgreSQL: its lease must not stand in the way for long.
    await database.query('TRUNCATE relays');
  }
  const third = await openDatabase(urls[2], 'relay');
  const { id } = await begin(third);
  expect(await add(third, { id, by: anna, draft: say('goes on') })).toMatchObject({ ok: true });
  expect(await verifyChains(third)).toMatchObject({ findings: [] });
  await third.close();
});

/** A target that breaks off after so many pages of entries. */
const breaking = (target: CopyTarget, pages: number): CopyTarget => {
  let left = pages;
  return {
    ...target,
    addEntries: async (entries) => {
      if (left === 0) throw new Error('broken off');
      left -= 1;
      await target.addEntries(entries);
    },
  };
};

test('a copy that was broken off goes on where it ended; until then it is no database', async () => {
  using place = openFolder();
  await using database = await createDatabase();
  const file = path.join(place.folder, 'one.db');
  const store = await openDatabase(`file:${file}`, 'relay');
  const asked = await fill(store, 11);
  const expected = { whole: await readWhole(store, asked), heads: await headsOf(store) };
  await store.close();

  const targets = [
    {
      url: `file:${path.join(place.folder, 'two.db')}`,
      open: () => Promise.resolve(openSqliteTarget(path.join(place.folder, 'two.db'))),
    },
    {
      url: `${database.url}?fsync=off`,
      open: () => openPostgresTarget({ url: database.url, isFsyncOffAccepted: true }),
    },
  ];
  for (const { url, open } of targets) {
    const from = openSqliteSource(file);
    const rows: Record<string, number>[] = [];
    for (const pages of [1, 2, 0]) {
      const target = await open();
      const pagesSeen: Record<string, number> = {};
      const onPage = (page: { table: string; rows: number }): void =>
        void (pagesSeen[page.table] = page.rows);
      await expect(copyStore(from, breaking(target, pages), { pageSize: 50, onPage })).rejects.toThrow(
        'broken off',
      );
      rows.push(pagesSeen);
      await target.close();
    }
    expect(existsSync(path.join(place.folder, 'two.db'))).toBe(url !== targets[0]?.url);
    const target = await open();
    const { rows: rest, verdict } = await copyStore(from, target, { pageSize: 50 });
    await target.close();
    await from.close();
    const before = rows.reduce((sum, row) => sum + (row['entries'] ?? 0), 0);
    expect(before).toBeGreaterThan(100);
    expect(before + (rest['entries'] ?? 0)).toBe(verdict.entries);
    expect(rest['shops']).toBeUndefined();
    const copied = await openDatabase(url, 'relay');
    expect(await headsOf(copied)).toEqual(expected.heads);
    expect(await readWhole(copied, asked)).toEqual(expected.whole);
    await copied.close();
  }
});

test('a relay refuses PostgreSQL while a copy to it is unfinished', async () => {
  using place = openFolder();
  await using database = await createDatabase();
  const file = path.join(place.folder, 'one.db');
  const store = await openDatabase(`file:${file}`, 'relay');
  await fill(store, 5);
  await store.close();
  const from = openSqliteSource(file);
  const to = await openPostgresTarget({ url: database.url, isFsyncOffAccepted: true });
  await expect(copyStore(from, breaking(to, 1), { pageSize: 50 })).rejects.toThrow('broken off');
  await expect(openDatabase(`${database.url}?fsync=off`, 'relay')).rejects.toThrow('unfinished copy');
  await copyStore(from, to);
  await to.close();
  await from.close();
  await (await openDatabase(`${database.url}?fsync=off`, 'relay')).close();
});

test('a copy is refused where there is something, and where the source went on since it was begun', async () => {
  using place = openFolder();
  await using line = await openCommandLine();
  const [from, to] = ['one.db', 'two.db'].map((name) => path.join(place.folder, name));
  if (from === undefined || to === undefined) throw new Error('no names');
  const store = await openDatabase(`file:${from}`, 'relay');
  await fill(store, 3);
  await store.close();
  const same = await line.run('copy', '--from', `file:${from}`, '--to', `file:${from}`);
  expect(same).toMatchObject({ code: 2 });

  const source = openSqliteSource(from);
  const target = openSqliteTarget(to);
  await expect(copyStore(source, breaking(target, 1), { pageSize: 50 })).rejects.toThrow('broken off');
  await target.close();
  await source.close();
  const again = await openDatabase(`file:${from}`, 'relay');
  await begin(again);
  await again.close();
  const moved = await line.run('copy', '--from', `file:${from}`, '--to', `file:${to}`);
  expect(moved).toMatchObject({ code: 1 });
  expect(moved.err).toContain('has changed since the copy was begun');

  rmSync(`${to}.copying`);
  expect(await line.run('copy', '--from', `file:${from}`, '--to', `file:${to}`)).toMatchObject({ code: 0 });
  const full = await line.run('copy', '--from', `file:${from}`, '--to', `file:${to}`);
  expect(full).toMatchObject({ code: 1 });
  expect(full.err).toContain('exists');
});
