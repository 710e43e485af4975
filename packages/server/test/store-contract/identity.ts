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
      expect(await store.prove({ ...whose, id: 'one' }, proved)).toBe(false);
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
      const taken = await Promise.all([1, 2, 3].map(() => store.prove({ ...whose, id: 'one' }, proved)));
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
      expect(await store.prove({ ...elsewhere, id: 'one' }, proved)).toBe(false);
      expect(await store.prove({ ...whose, id: 'one' }, proved)).toBe(true);
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
  });
