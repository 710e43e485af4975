import { describe, expect, test } from 'vitest';
import { addShop, type Ground } from './ground.ts';

const label = {
  id: 'return-label',
  title: 'Return label',
  text: 'Dear {{shopper.name}}',
  version: 0,
  updatedAt: 5,
};

/** A shop’s canned responses. */
export const describeCanned = (open: () => Promise<Ground>): void => {
  describe('canned responses', () => {
    test('are kept by shop and short name, by title, over a restart', async () => {
      await using ground = await open();
      const { store } = ground;
      await addShop(store, 'other');
      expect(await store.saveCanned('demo', label)).toBe(true);
      expect(
        await store.saveCanned('demo', { ...label, id: 'hello', title: 'A greeting', language: 'en' }),
      ).toBe(true);
      expect(await store.saveCanned('other', { ...label, title: 'Theirs' })).toBe(true);
      await ground.reopen();
      expect(await ground.store.canned('demo')).toEqual([
        { ...label, id: 'hello', title: 'A greeting', language: 'en', version: 1, uses: 0 },
        { ...label, version: 1, uses: 0 },
      ]);
      expect(await ground.store.canned('other')).toEqual([
        { ...label, title: 'Theirs', version: 1, uses: 0 },
      ]);
    });

    test('are not overwritten by who has not seen them, and keep their count', async () => {
      await using ground = await open();
      const { store } = ground;
      await store.saveCanned('demo', label);
      await Promise.all([
        store.countCanned('demo', 'return-label'),
        store.countCanned('demo', 'return-label'),
      ]);
      expect(await store.saveCanned('demo', { ...label, text: 'Blind' })).toBe(false);
      expect(await store.saveCanned('demo', { ...label, text: 'Late', version: 7 })).toBe(false);
      expect(await store.saveCanned('demo', { ...label, text: 'Seen', version: 1, updatedAt: 9 })).toBe(true);
      expect(await store.canned('demo')).toEqual([
        { ...label, text: 'Seen', version: 2, updatedAt: 9, uses: 2 },
      ]);
    });

    test('go only from their own shop, and one that is not there is no mistake', async () => {
      await using ground = await open();
      const { store } = ground;
      await addShop(store, 'other');
      await store.saveCanned('demo', label);
      expect(await store.removeCanned('other', 'return-label')).toBe(false);
      await store.countCanned('other', 'return-label');
      expect((await store.canned('demo'))[0]?.uses).toBe(0);
      expect(await store.removeCanned('demo', 'return-label')).toBe(true);
      expect(await store.canned('demo')).toEqual([]);
    });
  });
};
