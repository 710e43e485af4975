import { Article, refuse, ShopSettings } from '@shopbell/protocol';
import type { z } from 'zod';
import { plainTextOf } from '../rules/plain-html.ts';
import type { ServiceStore, SettingsRow } from '../store/service-store.ts';
import type { PeopleStore } from '../store/store.ts';

/** A help article as it is saved: HTML, in one language. */
export type ArticleInput = { shop: string } & z.input<typeof articleSchema>;
const articleSchema = Article.omit({ updatedAt: true });

/** How shops serve. Refuses with a sentence: `bad_request`, `not_found`, `conflict`. */
export interface ServiceAdmin {
  /** Version 0: none were saved yet. */
  settings: (shop: string) => Promise<SettingsRow>;
  /** Saves all of them, made from that version; `conflict` when somebody has saved meanwhile. The new version. */
  saveSettings: (
    shop: string,
    row: { version: number; settings: z.input<typeof ShopSettings> },
  ) => Promise<number>;
  saveArticle: (article: ArticleInput) => Promise<void>;
  /** In one language, or in all. How many there were. */
  removeArticle: (shop: string, id: string, language?: string) => Promise<number>;
}

const parsed = <T extends z.ZodType>(schema: T, value: unknown, what: string): z.output<T> => {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const issue = read.error.issues[0];
  const field = issue?.path.join('.') ?? '';
  throw refuse(
    'bad_request',
    `${what}: ${field === '' ? '' : `${field}: `}${issue?.message ?? 'is wrong'}.`,
    {
      field,
    },
  );
};

/** The administration of services over a store. */
export const createServiceAdmin = ({
  store,
  now,
}: {
  store: ServiceStore & Pick<PeopleStore, 'shop'>;
  now: () => number;
}): ServiceAdmin => {
  const known = async (id: string): Promise<string> => {
    if ((await store.shop(id)) === null) throw refuse('not_found', `There is no shop “${id}”. Add it first.`);
    return id;
  };
  return {
    settings: async (shop) => store.settings(await known(shop)),
    saveSettings: async (shop, { version, settings }) => {
      const row = { version, settings: parsed(ShopSettings, settings, 'The settings are wrong') };
      if (await store.saveSettings(await known(shop), row)) return version + 1;
      throw refuse('conflict', 'Somebody else has saved the settings meanwhile. Read them again, then save.');
    },
    saveArticle: async ({ shop, ...article }) => {
      const read = parsed(articleSchema, article, `The article “${article.id}” is wrong`);
      const text = plainTextOf(read.html);
      await store.saveArticle({ ...read, text, shop: await known(shop), updatedAt: now() });
    },
    removeArticle: async (shop, id, language) => store.removeArticle(await known(shop), id, language),
  };
};
