import { describe, expect, test } from 'vitest';
import {
  counted,
  formatDay,
  formatMoney,
  isSameDay,
  knownLocale,
  formatBytes,
  formatList,
} from './formats.ts';

const noon = new Date(2026, 10, 22, 12).getTime();
const day = 86_400_000;

describe('formats', () => {
  test('count as the language does', () => {
    const polish = { one: '{} plik', few: '{} pliki', many: '{} plików', other: '{} pliku' };
    const said = [1, 3, 5, 22, 1_000].map((count) => counted(polish, count, 'pl'));
    expect(said).toEqual(['1 plik', '3 pliki', '5 plików', '22 pliki', '1000 plików']);
    expect(counted({ other: '{} files' }, 1_000, 'en')).toBe('1,000 files');
  });

  test('write money with the currency’s own minor units', () => {
    expect(formatMoney({ amount: 1999, currency: 'EUR' }, 'en')).toBe('€19.99');
    expect(formatMoney({ amount: 1999, currency: 'JPY' }, 'en')).toBe('¥1,999');
    expect(formatMoney({ amount: 1999, currency: 'EUR' }, 'de')).toMatch(/^19,99\s€$/);
  });

  test('write less than nothing with a minus, not with a hyphen', () => {
    expect(formatMoney({ amount: -797, currency: 'EUR' }, 'en')).toBe('−€7.97');
  });

  test('name today and yesterday, and older days by date', () => {
    expect(formatDay(noon, 'en', noon)).toBe('Today');
    expect(formatDay(noon - day, 'de', noon)).toBe('Gestern');
    expect(formatDay(noon - 3 * day, 'en', noon)).toContain('19');
    expect(formatDay(noon - 400 * day, 'en', noon)).toContain('2025');
  });

  test('tell days by the reader’s clock', () => {
    expect(isSameDay(noon, noon + 3_600_000)).toBe(true);
    expect(isSameDay(noon, noon + day)).toBe(false);
  });

  test('fall back to English for what is no language', () => {
    expect(knownLocale('xx_not a tag')).toBe('en');
    expect(knownLocale('DE-at')).toBe('de-AT');
  });
});

test('amounts of data and lists are in the reader’s language', () => {
  expect(formatBytes(12, 'en')).toBe('1 kB');
  expect(formatBytes(348_160, 'en')).toBe('340 kB');
  expect(formatBytes(10 * 1_048_576, 'en')).toBe('10 MB');
  expect(formatBytes(1_258_291, 'de')).toBe('1,2 MB');
  expect(formatList(['Bilder', 'Dokumente'], 'de')).toBe('Bilder und Dokumente');
});
