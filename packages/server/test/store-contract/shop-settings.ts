import type { ShopSettings } from '@shopbell/protocol';
import { describe, expect, test } from 'vitest';
import { add, addShop, anna, begin, say, type Ground } from './ground.ts';

type Open = () => Promise<Ground>;

const rated: ShopSettings = { rating: { scale: 5 } };
const article = {
  shop: 'demo',
  id: 'returns',
  language: 'en',
  title: 'Returns',
  text: 'Send it back',
  html: '<p>Send it back</p>',
  updatedAt: 5,
};

const describeSettings = (open: Open) =>
  describe('a shop’s settings', () => {
    test('begin as version 0, and are saved as the version after the one they were made from', async () => {
      await using ground = await open();
      const { store } = ground;
      expect(await store.settings('demo')).toEqual({ version: 0, settings: {} });
      expect(await store.saveSettings('demo', { version: 0, settings: rated })).toBe(true);
      expect(await store.saveSettings('demo', { version: 1, settings: {} })).toBe(true);
      await ground.reopen();
      expect(await ground.store.settings('demo')).toEqual({ version: 2, settings: {} });
    });

    test('are not overwritten by who has not seen them', async () => {
      await using ground = await open();
      const { store } = ground;
      await store.saveSettings('demo', { version: 0, settings: rated });
      expect(await store.saveSettings('demo', { version: 0, settings: {} })).toBe(false);
      expect(await store.saveSettings('demo', { version: 2, settings: {} })).toBe(false);
      expect(await store.settings('demo')).toEqual({ version: 1, settings: rated });
    });
  });

const describeArticles = (open: Open) =>
  describe('articles', () => {
    test('are kept by shop, id and language, and replaced by saving again', async () => {
      await using ground = await open();
      const { store } = ground;
      await addShop(store, 'other');
      await store.saveArticle(article);
      await store.saveArticle({ ...article, language: 'de', title: 'Rückgabe' });
      await store.saveArticle({ ...article, title: 'Send back', updatedAt: 9 });
      const { html: _, ...listed } = article;
      expect(await store.articles('demo')).toEqual([
        { ...listed, language: 'de', title: 'Rückgabe' },
        { ...listed, title: 'Send back', updatedAt: 9 },
      ]);
      expect(await store.article('demo', 'returns', 'de')).toEqual({
        ...article,
        language: 'de',
        title: 'Rückgabe',
      });
      expect(await store.articles('other')).toEqual([]);
      expect(await store.article('other', 'returns', 'de')).toBeNull();
    });

    test('go in one language or in all, and only from their own shop', async () => {
      await using ground = await open();
      const { store } = ground;
      for (const language of ['en', 'de', 'fr']) await store.saveArticle({ ...article, language });
      expect(await store.removeArticle('other', 'returns')).toBe(0);
      expect(await store.removeArticle('demo', 'returns', 'fr')).toBe(1);
      expect(await store.removeArticle('demo', 'returns')).toBe(2);
      expect(await store.articles('demo')).toEqual([]);
    });
  });

const describeQueue = (open: Open) =>
  describe('the queue of a shop', () => {
    test('holds who waits for a first answer, who waits longest first', async () => {
      await using ground = await open();
      const { store } = ground;
      await addShop(store, 'other');
      const waits = async (since: number, shop = 'demo') => {
        const { id, shopper } = await begin(store, { shop });
        const patch = { status: 'queued', waitingSince: since } as const;
        await add(store, { id, shop, by: shopper, draft: say('hello?'), patch });
        return { conversation: id, shopper: shopper.id, since };
      };
      const [late, early, middle] = [await waits(900), await waits(100), await waits(500)];
      await waits(1, 'other');
      const answered = await waits(50);
      const patch = { status: 'open', waitingSince: null } as const;
      await add(store, { id: answered.conversation, by: anna, draft: say('hello'), patch });
      expect(await store.queue('demo', 10)).toEqual([early, middle, late]);
      expect(await store.queue('demo', 2)).toEqual([early, middle]);
    });
  });

/** Settings, articles, the queue. */
export const describeService = (open: Open): void => {
  describeSettings(open);
  describeArticles(open);
  describeQueue(open);
};
