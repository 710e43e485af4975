import { fill } from '@shopbell/protocol/plain-text';

export { fill };

/**
 * The words a document speaks. A table is data: it stands in the document or is fetched in the one language that is
 * read, so that no script carries a language.
 *
 *   language ─▶ part (`panel`, `cards` …) ─▶ key ─▶ a sentence, its forms by number, or a table of such
 */
export type Table = { readonly [key: string]: string | Table };

/** The languages there are tables for, as the first part of a language tag. */
export const languages = ['ar', 'de', 'en', 'es', 'fr', 'he', 'it', 'ja', 'nl', 'pl', 'pt', 'zh'] as const;

const known = new Map<string, Readonly<Record<string, Table>>>();

/** The language of a locale: `de` of `de-AT`. */
export const languageOf = (locale: string): string => locale.toLowerCase().split(/[-_]/, 1)[0] ?? '';

/** Which way a locale’s language is written. */
export const directionOf = (locale: string): 'ltr' | 'rtl' =>
  /^(ar|he)$/.test(languageOf(locale)) ? 'rtl' : 'ltr';

/** Takes tables by part, to those there are of that language. */
export const addWords = (language: string, parts: Readonly<Record<string, Table>>): void =>
  void known.set(language, { ...known.get(language), ...parts });

/** Whether the words of a part are there in a locale’s language. */
export const hasWords = (part: string, locale: string): boolean =>
  known.get(languageOf(locale))?.[part] !== undefined;

/** A part’s words in a locale’s language, else in English, else in any there is. Throws where nobody brought any. */
// oxlint-disable-next-line no-unnecessary-type-parameters -- a table is data: its keys are known to who asks
export const wordsOf = <T extends Table>(part: string, locale: string): T => {
  const tables = [known.get(languageOf(locale)), known.get('en'), ...known.values()];
  const table = tables.find((each) => each?.[part])?.[part];
  if (!table) throw new Error(`There are no words for “${part}”.`);
  return table as T;
};

/** A sentence in its forms by number, as the language counts; `other` is always there. */
export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string };
