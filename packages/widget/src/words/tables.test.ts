import { languages, type Table } from '@shopbell/look';
import { describe, expect, test } from 'vitest';
import { keptTables } from '../../test/tables.ts';

const tables = keptTables();
const parts = [...new Set(tables.map(({ part }) => part))];
const tableOf = (part: string, language: string): Table =>
  tables.find((each) => each.part === part && each.language === language)?.table ?? {};

const isForms = (value: string | Table): boolean =>
  typeof value === 'object' && Object.hasOwn(value, 'other') && Object.hasOwn(value, 'one');
/** The forms a language has for whole numbers. */
const formsOf = (language: string): string[] => {
  const rules = new Intl.PluralRules(language);
  const counts = Array.from({ length: 1_001 }, (_, count) => rules.select(count));
  return [...new Set([...counts, 'other'])].toSorted();
};

/** What says the same in several forms. */
const formsIn = (table: Table, english: Table): Table[] =>
  Object.entries(english).flatMap(([key, value]) => {
    const own = table[key];
    if (typeof value === 'string' || typeof own !== 'object') return [];
    return isForms(value) ? [own] : formsIn(own, value);
  });

/** Every sentence by its path; of a sentence with forms, `other` as `path` and each as `path.form`. */
const sentences = (table: Table, english: Table, path = ''): [path: string, sentence: string][] =>
  Object.entries(table).flatMap(([key, value]): [string, string][] => {
    const at = `${path}${key}`;
    if (typeof value === 'string') return [[at, value]];
    const known = english[key];
    if (known !== undefined && isForms(known)) return [[at, value['other'] as string]];
    return sentences(value, typeof known === 'object' ? known : {}, `${at}.`);
  });
const everyForm = (table: Table): string[] =>
  Object.values(table).flatMap((value) => (typeof value === 'string' ? [value] : everyForm(value)));
const placesOf = (sentence: string): string[] => [...sentence.matchAll(/\{\w*\}/g)].map(String).toSorted();

test('every part is there in twelve languages, and in no other', () => {
  for (const part of parts)
    expect(tables.filter((each) => each.part === part).map((each) => each.language)).toEqual([...languages]);
});

describe.each(languages.map((language) => [language]))('%s', (language) => {
  test.each(parts)('has the same words as English, with the same places for values (%s)', (part) => {
    const english = tableOf(part, 'en');
    const places = (table: Table) =>
      Object.fromEntries(sentences(table, english).map(([path, text]) => [path, placesOf(text)]));
    expect(places(tableOf(part, language))).toEqual(places(english));
  });

  test('has the forms its numbers need', () => {
    const kept = parts.flatMap((part) => formsIn(tableOf(part, language), tableOf(part, 'en')));
    expect(kept.length).toBeGreaterThan(2);
    for (const forms of kept) expect(Object.keys(forms).toSorted()).toEqual(formsOf(language));
  });

  test('says something everywhere, and nowhere loudly', () => {
    const all = parts.flatMap((part) => everyForm(tableOf(part, language)));
    expect(
      all.filter((text) => text.trim() !== text || text === '' || /[!！¡]|oops|["']/i.test(text)),
    ).toEqual([]);
  });

  test('is that language, not English left over', () => {
    if (language === 'en') return;
    for (const part of parts) {
      const english = new Map(sentences(tableOf(part, 'en'), tableOf(part, 'en')));
      const own = sentences(tableOf(part, language), tableOf(part, 'en'));
      const same = own.filter(([path, text]) => text === english.get(path) && /\p{L} \p{L}/u.test(text));
      expect(same).toEqual([]);
      expect(own.filter(([path, text]) => text === english.get(path)).length).toBeLessThan(own.length / 5);
    }
  });
});
