import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import '../test/words.ts';
import { bellPath } from './bell-path.ts';
import { cardWordsFor } from './card-words.ts';
import { addWords, directionOf, fill, hasWords, languageOf, wordsOf } from './words.ts';

test.each([
  ['de', 'Summe'],
  ['de-AT', 'Summe'],
  ['DE', 'Summe'],
  ['de_CH', 'Summe'],
  ['en-IE', 'Total'],
])('the words of “%s” say %s', (locale, total) => {
  expect(cardWordsFor(locale).total).toBe(total);
});

describe('words', () => {
  test('are those of the language, else English, else of the first there is, and never of nobody', () => {
    addWords('eo', { trial: { hello: 'Saluton' } });
    addWords('io', { trial: { hello: 'Bonjour' } });
    addWords('io', { other: { bye: 'Au revoir' } });
    expect(wordsOf<{ hello: string }>('trial', 'io-XX').hello).toBe('Bonjour');
    for (const locale of ['tlh', 'ior', 'constructor', ''])
      expect(wordsOf<{ hello: string }>('trial', locale).hello).toBe('Saluton');
    expect([hasWords('other', 'io'), hasWords('other', 'eo'), hasWords('none', 'io')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(cardWordsFor('tlh').total).toBe('Total');
    expect(() => wordsOf('none', 'io')).toThrow('no words for “none”');
  });

  test('take values where they say so', () => {
    expect(fill('{} is typing', '$& Nora')).toBe('$& Nora is typing');
    expect(fill('{who}, {when}', { who: 'Nora', when: '{who}' })).toBe('Nora, {who}');
    expect([languageOf('PT-br'), directionOf('he-IL'), directionOf('hr')]).toEqual(['pt', 'rtl', 'ltr']);
  });
});

test('a value is set apart where ways of writing meet, and nowhere else', () => {
  expect(fill('הזמנה {}', 'AS-10443')).toBe('הזמנה \u2068AS-10443\u2069');
  expect(fill('Order {}', 'AS-10443')).toBe('Order AS-10443');
  expect(fill('{} is typing', 'نورا')).toBe('\u2068نورا\u2069 is typing');
});

test('the favicon and the launcher draw the mark of this package', () => {
  const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
  expect(read('./bell.svg')).toContain(bellPath);
  expect(read('../../widget/src/loader/launcher.css')).toContain(bellPath);
});
