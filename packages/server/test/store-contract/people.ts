import { describe, expect, test } from 'vitest';
import { newId } from '../../src/store/ids.ts';
import type { KeyRow, Store } from '../../src/store/store.ts';
import { add, addShop, addShopper, begin, say, shopperOf, type Ground } from './ground.ts';

type Open = (now?: () => number) => Promise<Ground>;

const anna = { shop: 'demo', kind: 'agent', name: 'Anna', role: 'agent', removedAt: null } as const;

const addPerson = async (store: Store) => {
  const person = { ...anna, id: newId('agt') };
  await store.savePerson(person);
  return person;
};
const keyFor = (person: string, changes: Partial<KeyRow> = {}) => ({
  id: newId('key'),
  shop: 'demo',
  kind: 'key' as const,
  person,
  scopes: ['read', 'action:order.lookup'] as const,
  name: 'console',
  createdAt: 1,
  expiresAt: null,
  revokedAt: null,
  digest: `digest of ${newId('key')}`,
  ...changes,
});

export const describeShops = (open: Open) =>
  describe('shops and people', () => {
    test('are kept as saved, and changed by saving again', async () => {
      await using ground = await open();
      const { store } = ground;
      const key = { kid: 'a', algorithm: 'HS256', key: 'secret' } as const;
      const shop = { id: 'tea', name: 'Tea', origins: ['https://tea.test'], signInKeys: [key], createdAt: 5 };
      await store.saveShop(shop);
      await store.saveShop({ ...shop, name: 'Teas', origins: [], createdAt: 9 });
      expect(await store.shop('tea')).toEqual({ ...shop, name: 'Teas', origins: [] });
      expect((await store.shops()).map(({ id }) => id)).toEqual(['demo', 'tea']);
      expect(await store.shop('coffee')).toBeNull();
    });

    test('of one shop are not those of another', async () => {
      await using ground = await open();
      const { store } = ground;
      await addShop(store, 'other');
      const person = await addPerson(store);
      expect(await store.person('demo', person.id)).toEqual(person);
      expect(await store.person('other', person.id)).toBeNull();
      expect(await store.people('other')).toEqual([]);
      await store.savePerson({ ...person, shop: 'other', name: 'Taken over' });
      expect(await store.person('demo', person.id)).toEqual(person);
      expect(await store.people('other')).toEqual([]);
    });
  });

export const describeShoppers = (open: Open) =>
  describe('a shopper', () => {
    test('is found by token and by the shop’s own number, in that shop alone', async () => {
      await using ground = await open();
      const { store } = ground;
      await addShop(store, 'other');
      const { id } = await addShopper(store);
      await store.addToken({ shop: 'demo', shopper: id, digest: 'token', createdAt: 1 });
      await store.verify('demo', id, { sub: 'customer-1', name: 'Mara' });
      const mara = await store.shopper('demo', id);
      expect(mara).toMatchObject({ id, name: 'Mara', verified: { sub: 'customer-1', name: 'Mara' } });
      expect(await store.shopperByToken('demo', 'token')).toEqual(mara);
      expect(await store.shopperBySub('demo', 'customer-1')).toEqual(mara);
      expect(await store.shopperByToken('other', 'token')).toBeNull();
      expect(await store.shopperBySub('other', 'customer-1')).toBeNull();
      expect(await store.shopperByToken('demo', 'another')).toBeNull();
    });

    test('is shown by what the shop vouches for rather than by what is claimed', async () => {
      await using ground = await open();
      const { store } = ground;
      const { id } = await addShopper(store);
      await store.claim('demo', id, { name: 'Claimed' });
      expect(await store.shopper('demo', id)).toMatchObject({ name: 'Claimed' });
      await store.verify('demo', id, { sub: '1', name: 'Mara' });
      await store.claim('demo', id, { name: 'Admin', email: 'a@b.test' });
      expect(await store.shopper('demo', id)).toMatchObject({
        name: 'Mara',
        claimed: { name: 'Admin', email: 'a@b.test' },
      });
    });

    test('hands conversations over on signing in, once, and no longer reads them as who it was', async () => {
      await using ground = await open();
      const { store } = ground;
      const { id, shopper } = await begin(store);
      const known = await addShopper(store);
      expect(await store.adopt('demo', shopper.id, known.id)).toEqual([id]);
      expect(await store.adopt('demo', shopper.id, known.id)).toEqual([]);
      const query = { conversation: id, limit: 9 };
      expect(await store.entries(shopperOf('demo', shopper.id), query)).toBeNull();
      expect((await store.entries(shopperOf('demo', known.id), query))?.entries).toHaveLength(1);
      expect(await store.state(id)).toMatchObject({ shopper: known.id });
      expect(await add(store, { id, by: shopper, draft: say('was me') })).toMatchObject({
        code: 'not_found',
      });
      expect(await add(store, { id, by: known, draft: say('is me') })).toMatchObject({ ok: true });
    });

    test('hands nothing over to somebody of another shop', async () => {
      await using ground = await open();
      await addShop(ground.store, 'other');
      const { id, shopper } = await begin(ground.store);
      const stranger = await addShopper(ground.store, 'other');
      expect(await ground.store.adopt('demo', shopper.id, stranger.id)).toEqual([]);
      expect(await ground.store.adopt('other', shopper.id, stranger.id)).toEqual([]);
      expect(await ground.store.state(id)).toMatchObject({ shopper: shopper.id });
    });
  });

export const describeKeys = (open: Open) =>
  describe('a key', () => {
    test('is found by its digest and listed for its shop', async () => {
      await using ground = await open();
      const { store } = ground;
      const { id: person } = await addPerson(store);
      const { digest, ...row } = keyFor(person);
      await store.addKey({ ...row, digest });
      expect(await store.keyByDigest(digest)).toEqual(row);
      expect(await store.key(row.id)).toEqual(row);
      expect(await store.keys('demo')).toEqual([row]);
      expect(await store.keys('other')).toEqual([]);
      expect(await store.keyByDigest('another')).toBeNull();
    });

    test('is revoked once, and told to relays that ask what was', async () => {
      await using ground = await open(() => 200);
      const { store } = ground;
      const { id: person } = await addPerson(store);
      const { id: shopper } = await addShopper(store);
      const [one, two] = [keyFor(person), keyFor(person)];
      await store.addKey(one);
      await store.addKey(two);
      await store.addToken({ shop: 'demo', shopper, digest: 'token', createdAt: 1 });
      expect([await store.revokeKey(one.id, 100), await store.revokeKey(one.id, 300)]).toEqual([true, false]);
      await store.revokeToken('token');
      expect(await store.shopperByToken('demo', 'token')).toBeNull();
      expect(await store.key(one.id)).toMatchObject({ revokedAt: 100 });
      expect(await store.revokedSince(100)).toEqual({ keys: [one.id], tokens: ['token'] });
      expect(await store.revokedSince(101)).toEqual({ keys: [], tokens: ['token'] });
      expect(await store.revokedSince(201)).toEqual({ keys: [], tokens: [] });
    });

    test('is revoked with the person it belongs to', async () => {
      await using ground = await open();
      const { store } = ground;
      const person = await addPerson(store);
      const key = keyFor(person.id);
      await store.addKey(key);
      await store.savePerson({ ...person, removedAt: 70 });
      expect(await store.key(key.id)).toMatchObject({ revokedAt: 70 });
      expect(await store.revokedSince(70)).toMatchObject({ keys: [key.id] });
    });

    test('that is a one-time code is taken by one caller, in time, and no other kind is', async () => {
      await using ground = await open();
      const { store } = ground;
      const { id: person } = await addPerson(store);
      const code = keyFor(person, { kind: 'code', expiresAt: 1_000 });
      const late = keyFor(person, { kind: 'code', expiresAt: 1_000 });
      const key = keyFor(person);
      for (const each of [code, late, key]) await store.addKey(each);
      const taken = await Promise.all(Array.from({ length: 5 }, () => store.takeCode(code.digest, 999)));
      expect(taken.filter((row) => row !== null)).toHaveLength(1);
      expect(taken.find((row) => row !== null)).toMatchObject({ id: code.id, person });
      expect(await store.takeCode(late.digest, 1_000)).toBeNull();
      expect(await store.takeCode(key.digest, 999)).toBeNull();
    });
  });
