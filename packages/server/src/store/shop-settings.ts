import type { ShopSettings } from '@shopbell/protocol';
import type { Runner } from './runner.ts';
import type { ArticleRow, ServiceStore } from './service-store.ts';
import type { Tables } from './tables.ts';

type ArticlePart = Pick<ServiceStore, 'articles' | 'article' | 'saveArticle' | 'removeArticle'>;

const articleOf = (row: Tables['articles']): ArticleRow => ({
  shop: row.shop,
  id: row.id,
  language: row.language,
  title: row.title,
  text: row.text,
  html: row.html,
  updatedAt: row.updated_at,
});
const listed = ['shop', 'id', 'language', 'title', 'text', 'updated_at as updatedAt'] as const;
const keyOf = ({ shop, language, id }: Pick<ArticleRow, 'shop' | 'language' | 'id'>): string =>
  `${shop} ${language} ${id}`;

const createArticles = (runner: Runner): ArticlePart => {
  const { build } = runner;
  return {
    articles: (shop) =>
      runner.all(
        build.selectFrom('articles').select(listed).where('shop', '=', shop).orderBy('title').orderBy('key'),
      ),
    article: async (shop, id, language) => {
      const key = keyOf({ shop, id, language });
      const row = await runner.first(build.selectFrom('articles').selectAll().where('key', '=', key));
      return row && articleOf(row);
    },
    saveArticle: async ({ updatedAt, ...article }) => {
      const { title, text, html } = article;
      const set = { title, text, html, updated_at: updatedAt };
      const row = build.insertInto('articles').values({ ...article, ...set, key: keyOf(article) });
      await runner.run(row.onConflict((known) => known.column('key').doUpdateSet(set)));
    },
    removeArticle: (shop, id, language) => {
      const gone = build.deleteFrom('articles').where('shop', '=', shop).where('id', '=', id);
      return runner.run(language === undefined ? gone : gone.where('language', '=', language));
    },
  };
};

/** What shops say of how they serve, and who waits there. */
export const createService = (runner: Runner): ServiceStore => {
  const { build } = runner;
  return {
    settings: async (shop) => {
      const rows = build.selectFrom('shop_settings').selectAll().where('shop', '=', shop);
      const row = await runner.first(rows);
      if (row === null) return { version: 0, settings: {} };
      return { version: row.version, settings: JSON.parse(row.settings) as ShopSettings };
    },
    saveSettings: async (shop, { version, settings }) => {
      const set = { version: version + 1, settings: JSON.stringify(settings) };
      const first = build.insertInto('shop_settings').values({ shop, ...set });
      const saved =
        version === 0
          ? first.onConflict((known) => known.column('shop').doNothing())
          : build
              .updateTable('shop_settings')
              .set(set)
              .where('shop', '=', shop)
              .where('version', '=', version);
      return (await runner.run(saved)) === 1;
    },
    ...createArticles(runner),
    queue: async (shop, limit) => {
      const rows = build
        .selectFrom('conversations')
        .select(['id as conversation', 'shopper', 'waiting_since'])
        .where('shop', '=', shop)
        .where('status', '=', 'queued')
        .where('waiting_since', 'is not', null)
        .orderBy('waiting_since')
        .orderBy('key')
        .limit(limit);
      return (await runner.all(rows)).map(({ conversation, shopper, waiting_since: since }) => ({
        conversation,
        shopper,
        since: since ?? 0,
      }));
    },
  };
};
