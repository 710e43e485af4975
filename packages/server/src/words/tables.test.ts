import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { tables, wordingFor } from './tables.ts';

const languages = ['ar', 'de', 'en', 'es', 'fr', 'he', 'it', 'ja', 'nl', 'pl', 'pt', 'zh'];

type Tree = { readonly [key: string]: string | Tree };
const sentencesOf = (table: Tree, path = ''): [path: string, sentence: string][] =>
  Object.entries(table).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : sentencesOf(value, `${path}${key}.`),
  );
const placesOf = (sentence: string): string[] => [...sentence.matchAll(/\{\w*\}/g)].map(String).toSorted();
const english = sentencesOf(tables['en'] as unknown as Tree);

test('what the relay says by itself is there in twelve languages, and each table is in use', () => {
  expect(Object.keys(tables).toSorted()).toEqual(languages);
  const kept = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.json'));
  expect(kept.toSorted()).toEqual(languages.map((language) => `${language}.json`));
});

describe.each(languages.map((language) => [language]))('%s', (language) => {
  const own = sentencesOf(tables[language] as unknown as Tree);

  test('has the words English has, with the same places for values', () => {
    const places = (all: typeof own) =>
      all.map(([path, text]) => [path, placesOf(text)] as const).toSorted(([a], [b]) => (a < b ? -1 : 1));
    expect(places(own)).toEqual(places(english));
  });

  test('says something everywhere, and nowhere loudly', () => {
    const wrong = ([, text]: [string, string]): boolean =>
      text.trim() !== text || text === '' || /[!！¡]|oops|["']/i.test(text);
    expect(own.filter(wrong)).toEqual([]);
  });

  test('is that language, not English left over', () => {
    if (language === 'en') return;
    const known = new Map(english);
    const same = own.filter(([path, text]) => text === known.get(path));
    expect(same.filter(([, text]) => /\p{L} \p{L}/u.test(text))).toEqual([]);
    expect(same.length).toBeLessThan(own.length / 5);
  });
});

test('the words are those of the language, else English, and run as they are written', () => {
  const of = (locale: string) => {
    const { words, language, direction } = wordingFor(locale);
    return [words.transcript.you, language, direction];
  };
  expect(of('de-AT')).toEqual(['Sie', 'de', 'ltr']);
  expect(of('HE_il')).toEqual(['אתם', 'he', 'rtl']);
  for (const locale of ['sv', 'fa-IR', 'constructor', '']) expect(of(locale)).toEqual(['You', 'en', 'ltr']);
});
