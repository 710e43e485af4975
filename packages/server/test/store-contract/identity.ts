import type { ShopperId } from '@shopbell/protocol';
import { describe, expect, test } from 'vitest';
import type { Challenge } from '../../src/store/identity-store.ts';
import { addShop, addShopper, begin, type Ground } from './ground.ts';

const challengeFor = (shopper: ShopperId, changes: Partial<Challenge> = {}): Challenge => ({
  id: 'one',
  shop: 'demo',
  shopper,
  email: 'ada@example.com',
  salt: 'salt',
  hash: 'hash',
  expiresAt: 1_000,
  ...changes,
});
const bounds = { now: 100, triesMax: 3 };
const proved = { email: 'ada@example.com', at: 100, until: 200 };
const renewal = { token: 'old', nonce: 'nonce', next: 'new', until: 160 };

export const describeIdentity = (open: () => Promise<Ground>) =>
  describe('a code under way', () => {
    test('is one per shopper, the last one', async () => {
      await using ground = await open();
      const { store } = ground;
      const { id: shopper } = await addShopper(store);
      const { id: other } = await addShopper(store);
      const whose = { shop: 'demo', shopper };
      expect(await store.tryChallenge(whose, bounds)).toBeNull();
      await store.saveChallenge(challengeFor(shopper), 0);
      await store.saveChallenge(challengeFor(other), 0);
      await store.saveChallenge(challengeFor(shopper, { id: 'two', hash: 'other' }), 0);
      expect(await store.tryChallenge(whose, bounds)).toEqual({
        ...challengeFor(shopper, { id: 'two', hash: 'other' }),
        tries: 1,
      });
      expect(await store.prove({ ...whose, id: 'one' }, proved, renewal)).toBe(false);
      expect(await store.tryChallenge({ shop: 'demo', shopper: other }, bounds)).toMatchObject({ tries: 1 });
    });

    test('is tried so often and no more, however many try at once, and not when it is over', async () => {
      await using ground = await open();
      const { store } = ground;
      const { id: shopper } = await addShopper(store);
      const whose = { shop: 'demo', shopper };
      await store.saveChallenge(challengeFor(shopper), 0);
      expect(await store.tryChallenge(whose, { ...bounds, now: 1_000 })).toBeNull();
      const tries = await Promise.all(Array.from({ length: 9 }, () => store.tryChallenge(whose, bounds)));
      const counted = tries.flatMap((each) => (each === null ? [] : [each.tries]));
      expect(counted.toSorted((one, other) => one - other)).toEqual([1, 2, 3]);
      await ground.reopen();
      expect(await ground.store.tryChallenge(whose, bounds)).toBeNull();
    });

    test('proves once, to the shopper and the summaries of their conversations', async () => {
      await using ground = await open();
      const { store } = ground;
      const { id, shopper } = await begin(store);
      const whose = { shop: 'demo', shopper: shopper.id };
      expect(await store.shopper('demo', shopper.id)).not.toHaveProperty('proved');
      await store.saveChallenge(challengeFor(shopper.id), 0);
      const taken = await Promise.all(
        [1, 2, 3].map(() => store.prove({ ...whose, id: 'one' }, proved, renewal)),
      );
      expect(taken.filter(Boolean)).toEqual([true]);
      await ground.reopen();
      expect(await ground.store.shopper('demo', shopper.id)).toMatchObject({ proved });
      expect(await ground.store.conversation('demo', id)).toMatchObject({ shopper: { proved } });
      expect(await ground.store.tryChallenge(whose, bounds)).toBeNull();
    });

    test('of another shop is none, and what was proved is given up together with it', async () => {
      await using ground = await open();
      const { store } = ground;
      await addShop(store, 'other');
      const { id: shopper } = await addShopper(store);
      const whose = { shop: 'demo', shopper };
      const elsewhere = { shop: 'other', shopper };
      await store.saveChallenge(challengeFor(shopper), 0);
      expect(await store.tryChallenge(elsewhere, bounds)).toBeNull();
      expect(await store.prove({ ...elsewhere, id: 'one' }, proved, renewal)).toBe(false);
      expect(await store.prove({ ...whose, id: 'one' }, proved, renewal)).toBe(true);
      await store.saveChallenge(challengeFor(shopper, { id: 'two' }), 0);
      await store.voidProof(elsewhere);
      expect(await store.shopper('demo', shopper)).toMatchObject({ proved });
      await store.voidProof(whose);
      expect(await store.shopper('demo', shopper)).not.toHaveProperty('proved');
      expect(await store.tryChallenge(whose, bounds)).toBeNull();
    });

    test('that could not be sent is taken back; those that are over go when another comes', async () => {
      await using ground = await open();
      const { store } = ground;
      const { id: shopper } = await addShopper(store);
      const { id: other } = await addShopper(store);
      const whose = { shop: 'demo', shopper };
      await store.saveChallenge(challengeFor(shopper), 0);
      await store.dropChallenge({ ...whose, id: 'another' });
      expect(await store.tryChallenge(whose, bounds)).not.toBeNull();
      await store.dropChallenge({ ...whose, id: 'one' });
      expect(await store.tryChallenge(whose, bounds)).toBeNull();
      await store.saveChallenge(challengeFor(shopper), 0);
      await store.saveChallenge(challengeFor(other, { expiresAt: 9_000 }), 1_000);
      expect(await store.tryChallenge(whose, bounds)).toBeNull();
    });

    test('that is confirmed puts the new token in the place of the old one, and is kept for who confirmed it', async () => {
      await using ground = await open();
      const { store } = ground;
      const { id: shopper } = await addShopper(store);
      const whose = { shop: 'demo', shopper };
      const by = { ...whose, token: 'old', nonce: 'nonce' };
      await store.addToken({ ...whose, digest: 'old', createdAt: 1 });
      await store.saveChallenge(challengeFor(shopper), 0);
      expect(await store.tryConfirmed(by, bounds)).toBeNull();
      expect(await store.shopperConfirming('demo', 'old', 100)).toBeNull();
      await store.tryChallenge(whose, bounds);
      expect(await store.prove({ ...whose, id: 'one' }, proved, renewal)).toBe(true);
      expect(await store.shopperByToken('demo', 'old')).toBeNull();
      expect(await store.shopperByToken('demo', 'new')).toMatchObject({ id: shopper, proved });
      expect((await store.revokedSince(100)).tokens).toContain('old');

      for (const other of [{ token: 'new' }, { nonce: 'another' }, { shop: 'other' }])
        expect(await store.tryConfirmed({ ...by, ...other }, bounds)).toBeNull();
      expect(await store.tryConfirmed(by, { ...bounds, now: 160 })).toBeNull();
      const again = { ...challengeFor(shopper, { expiresAt: 160 }), tries: 1 };
      expect(await store.tryConfirmed(by, bounds)).toEqual(again);
      await store.returnTry({ ...whose, id: 'one' });
      const tries = await Promise.all(Array.from({ length: 5 }, () => store.tryConfirmed(by, bounds)));
      expect(tries.filter(Boolean)).toHaveLength(3);

      expect(await store.shopperConfirming('demo', 'old', 159)).toBe(shopper);
      expect(await store.shopperConfirming('demo', 'old', 160)).toBeNull();
      expect(await store.shopperConfirming('other', 'old', 100)).toBeNull();
      await store.saveChallenge(challengeFor(shopper, { id: 'two' }), 100);
      expect(await store.shopperConfirming('demo', 'old', 100)).toBeNull();
    });
  });

export const describeAllowances = (open: () => Promise<Ground>) =>
  describe('a bucket of tokens in the store', () => {
    const allowance = { key: 'one', burst: 3, perMs: 1_000 };
    const take = ({ store }: Ground, now: number, more: object = {}) =>
      store.takeAllowances([{ ...allowance, ...more }], now);

    test('is empty after so many, says how long it is, fills again with time, and outlives its relay', async () => {
      await using ground = await open();
      const waits = await Promise.all([1, 2, 3, 4, 5].map(() => take(ground, 10_000)));
      expect(waits.toSorted((one, other) => one - other)).toEqual([0, 0, 0, 1_000, 1_000]);
      await ground.reopen();
      expect(await take(ground, 10_600)).toBe(400);
      expect(await take(ground, 11_000)).toBe(0);
      expect(await take(ground, 11_000)).toBe(1_000);
      expect(await take(ground, 11_000, { key: 'another' })).toBe(0);
      for (const wait of [0, 0, 0, 1_000]) expect(await take(ground, 90_000)).toBe(wait);
    });

    test('that is empty keeps those behind it as they are, not those before it', async () => {
      await using ground = await open();
      const small = { key: 'small', burst: 1, perMs: 5_000 };
      const last = { ...allowance, key: 'last', burst: 1 };
      const all = [allowance, small, last];
      expect(await ground.store.takeAllowances(all, 1_000)).toBe(0);
      expect(await ground.store.takeAllowances([allowance, small], 2_000)).toBe(4_000);
      expect(await ground.store.takeAllowances([allowance, small, last], 2_000)).toBe(4_000);
      expect(await ground.store.takeAllowances([last], 2_000)).toBe(0);
      expect(await take(ground, 2_000)).toBe(0);
      expect(await take(ground, 2_000)).toBe(1_000);
    });

    test('gives tokens back by whole milliseconds', async () => {
      await using ground = await open();
      const quick = { perMs: 0.001 };
      for (const wait of [0, 0, 0, 1]) expect(await take(ground, 1_000, quick)).toBe(wait);
      expect(await take(ground, 1_001, quick)).toBe(0);
    });

    test('keeps nobody waiting for a clock that was set back', async () => {
      await using ground = await open();
      for (let count = 0; count < 3; count += 1) expect(await take(ground, 90_000_000)).toBe(0);
      expect(await take(ground, 1_000)).toBe(0);
      expect(await take(ground, 1_000)).toBe(0);
      expect(await take(ground, 1_000)).toBe(0);
      expect(await take(ground, 1_000)).toBe(1_000);
    });
  });
