import type { AgentCommands } from '@shopbell/protocol';
import { isWanted, readQuery, wordsOf } from '../store/search/words.ts';
import type { ArticleRow } from '../store/service-store.ts';
import { plainTextOf } from '../rules/plain-html.ts';
import { notFound, type ShopperHandlers, type StaffHandlers } from './context.ts';

const foundMax = 50;
const excerptMaxChars = 160;

type Listed = Omit<ArticleRow, 'html'>;
type Title = AgentCommands['article:list']['output']['articles'][number];

const titleOf = ({ id, language, title, text }: Listed): Title => ({
  id,
  language,
  title,
  excerpt: text.slice(0, excerptMaxChars),
});

/** How well an article answers a query: words in its title count for more; 0: it lacks one of them. */
const rank = ({ title, text }: Listed, wanted: ReturnType<typeof readQuery>): number => {
  const inTitle = wordsOf(title);
  const inText = wordsOf(text);
  let points = 0;
  for (const each of wanted) {
    if (inTitle.some((word) => isWanted(word, each))) points += 3;
    else if (inText.some((word) => isWanted(word, each))) points += 1;
    else return 0;
  }
  return points;
};

/** Of these articles, those with all of the words, the best first; without words all of them. */
export const searchArticles = <A extends Listed>(articles: readonly A[], query: string): A[] => {
  const wanted = readQuery(query);
  if (wanted.length === 0) return query.trim() === '' ? articles.slice(0, foundMax) : [];
  return articles
    .map((article) => ({ article, points: rank(article, wanted) }))
    .filter(({ points }) => points > 0)
    .toSorted((one, other) => other.points - one.points)
    .slice(0, foundMax)
    .map(({ article }) => article);
};

/** `article:find`. Where the shop has nothing in a language, English serves; else whatever there is. */
export const findArticles: ShopperHandlers['article:find'] = async (context, { language, query = '' }) => {
  const { store, identity, limits } = context;
  if (identity.shopper) limits.take('articlePerShopper', identity.shopper.id);
  const all = await store.articles(identity.shop);
  const languages = new Set(all.map((each) => each.language));
  const spoken = [language, 'en', ...languages].find((each) => languages.has(each));
  const mine = all.filter((each) => each.language === spoken);
  return { articles: searchArticles(mine, query).map(titleOf) };
};

/** `article:get`. */
export const getArticle: ShopperHandlers['article:get'] = async ({ store, identity }, { id, language }) => {
  const row = await store.article(identity.shop, id, language);
  if (!row) throw notFound('article');
  const { title, html, updatedAt } = row;
  return { article: { id, language, title, html, updatedAt } };
};

/** `article:list`. */
export const listArticles: StaffHandlers['article:list'] = async ({ store, identity }) => ({
  articles: (await store.articles(identity.shop)).map(titleOf),
});

/** `article:save`. */
export const saveArticle: StaffHandlers['article:save'] = async (context, article) => {
  const { store, settings, identity, now } = context;
  const updatedAt = now();
  await store.saveArticle({ ...article, text: plainTextOf(article.html), shop: identity.shop, updatedAt });
  settings.forget(identity.shop);
  return { updatedAt };
};

/** `article:remove`. */
export const removeArticle: StaffHandlers['article:remove'] = async (context, { id, language }) => {
  const { store, settings, identity } = context;
  const removed = await store.removeArticle(identity.shop, id, language);
  settings.forget(identity.shop);
  return { removed };
};
