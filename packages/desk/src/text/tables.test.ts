import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { localeFor, preferredLanguage, tables } from './tables.ts';

const leaves = (table: object, path = ''): [string, unknown][] =>
  Object.entries(table).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null
      ? leaves(value as object, `${path}${key}.`)
      : [[`${path}${key}`, value] as [string, unknown]],
  );

test.each(Object.entries(tables))(
  'the table %s has the keys and kinds of the English one, none empty',
  (_language, table) => {
    const kinds = (of: object) => leaves(of).map(([key, value]) => `${key}: ${typeof value}`);
    expect(kinds(table).sort()).toEqual(kinds(tables.en).sort());
    expect(leaves(table).filter(([, value]) => value === '')).toEqual([]);
  },
);

test('no table shouts, says Oops, or speaks of a code alone', () => {
  for (const table of Object.values(tables)) {
    for (const [key, value] of leaves(table)) {
      const said = typeof value === 'function' ? (value as (...of: number[]) => string)(7, 7) : value;
      expect(said, key).not.toMatch(/!|\boops\b/i);
    }
  }
});

const views = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((each) => {
    const path = join(folder, each.name);
    if (each.isDirectory()) return views(path);
    return path.endsWith('.tsx') && !path.endsWith('.test.tsx') ? [path] : [];
  });

test('every word of a view comes from the tables', () => {
  const source = join(import.meta.dirname, '..');
  const found = views(source).flatMap((path) => {
    const code = readFileSync(path, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, '');
    const written = [
      ...code.matchAll(/(?:^|[^=])>\s*([A-Za-z][A-Za-z ,.’]{2,})\s*<\//gm),
      ...code.matchAll(/(?:aria-label|title|placeholder|alt)="([^"]+)"/g),
    ];
    return written.map((match) => match[1]);
  });
  expect(found).toEqual([]);
});

test('the language is the first of the browser’s that there is a table for', () => {
  expect(preferredLanguage(['fr-FR', 'de-AT', 'en'])).toBe('de');
  expect(preferredLanguage(['fr'])).toBe('en');
  expect(preferredLanguage([])).toBe('en');
});

test('dates follow the browser’s own form of the chosen language', () => {
  expect(localeFor('en', ['de-DE', 'en-GB'])).toBe('en-GB');
  expect(localeFor('de', ['en-GB'])).toBe('de');
});
