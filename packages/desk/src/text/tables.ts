import { addWords } from '@shopbell/look';
import deCards from '@shopbell/look/words/cards/de.json';
import enCards from '@shopbell/look/words/cards/en.json';
import { de } from './de.ts';
import { en, type Texts } from './en.ts';

/** The languages of the desk, each under its own name. */
export const languages = { en: 'English', de: 'Deutsch' } as const;
export type Language = keyof typeof languages;

/** The tables by language. */
export const tables: Readonly<Record<Language, Texts>> = { en, de };

addWords('en', { cards: enCards });
addWords('de', { cards: deCards });

/** The first language of the browser that there is a table for; English otherwise. */
export const preferredLanguage = (wanted: readonly string[]): Language => {
  for (const tag of wanted) {
    const language = tag.toLowerCase().split('-')[0];
    if (language === 'en' || language === 'de') return language;
  }
  return 'en';
};

/** The browser's own form of a language (`en-GB` for `en`), for dates and amounts; the bare language otherwise. */
export const localeFor = (language: Language, wanted: readonly string[]): string =>
  wanted.find((tag) => tag.toLowerCase().split('-')[0] === language) ?? language;
