import { protocolVersion } from '@shopbell/protocol';
import type { ShopRow } from '../store/store.ts';
import { prepareFile, type Folder, type StaticFile } from './folder.ts';
import { escapeHtml } from './page.ts';

const placeholder = '%SHOPBELL_CONFIG%';
/** Kept in memory: a page is some 120 kB with its compressed forms. */
const pagesMax = 300;

/** The panel’s one document for a shop in the reader’s language, or `null` while the widget is not built. */
export type PanelPages = (shop: ShopRow, wanted: readonly string[]) => Promise<StaticFile | null>;

/** The languages a browser asks for, the most wanted first, from its `Accept-Language`. */
export const acceptedLanguages = (header: string): string[] =>
  header
    .split(',', 20)
    .map((each) => {
      const [tag = '', ...parameters] = each.trim().split(/\s*;\s*/);
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return { tag, weight: weight === undefined ? 1 : Number(weight) };
    })
    .filter(({ tag, weight }) => tag !== '*' && tag !== '' && weight > 0)
    .toSorted((one, other) => other.weight - one.weight)
    .map(({ tag }) => tag);

const tagShape = /^([a-z]{2,3})(-[a-z0-9]{1,8}){0,4}$/i;

/** The words of the first wanted language there is a table for; English ones where there is none. */
const findWords = async (widget: Folder, wanted: readonly string[]) => {
  for (const locale of [...wanted, 'en']) {
    const language = tagShape.exec(locale)?.[1]?.toLowerCase();
    const words = language === undefined ? null : await widget.file(`words/${language}.json`);
    if (language && words) return { language, words };
  }
  return null;
};

/** The `max` values used last. */
const createShelf = <T>(max: number) => {
  const kept = new Map<string, T>();
  const put = (key: string, value: T): void => {
    kept.delete(key);
    kept.set(key, value);
    const [oldest] = kept.keys();
    if (kept.size > max && oldest !== undefined) kept.delete(oldest);
  };
  const get = (key: string): T | undefined => {
    const value = kept.get(key);
    if (value !== undefined) put(key, value);
    return value;
  };
  return { get, put };
};

/** Fills the built panel with each shop’s configuration and the words of one language; kept until either changes. */
export const createPanelPages = (widget: Folder): PanelPages => {
  const pages = createShelf<{ version: string; page: StaticFile }>(pagesMax);
  return async ({ id, name, origins }, wanted) => {
    const [template, found] = await Promise.all([widget.file('panel.html'), findWords(widget, wanted)]);
    if (template === null || found === null) return null;
    const { language, words } = found;
    const config = { shop: id, name, origins, protocol: protocolVersion };
    const version = `${template.etag} ${words.etag} ${JSON.stringify(config)}`;
    const known = pages.get(`${id} ${language}`);
    if (known?.version === version) return known.page;
    const speech = { locale: language, ...(JSON.parse(words.body.toString()) as object) };
    const filled = escapeHtml(JSON.stringify({ ...config, speech }));
    const html = template.body.toString().replace(placeholder, () => filled);
    const page = await prepareFile('panel.html', Buffer.from(html));
    pages.put(`${id} ${language}`, { version, page });
    return page;
  };
};
