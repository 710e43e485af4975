import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bellPath } from './bell-path.ts';
import { deedLabels } from './deed-labels.ts';
import { cardLabels, cardLabelsFor } from './labels.ts';

test.each([cardLabels, deedLabels])('both languages have the same words, none empty', (table) => {
  expect(Object.keys(table.de)).toEqual(Object.keys(table.en));
  const wordsOf = (labels: object): string[] =>
    Object.values(labels).flatMap((label: string | object) =>
      typeof label === 'string' ? [label] : Object.values(label).map(String),
    );
  expect(wordsOf(table.de)).toHaveLength(wordsOf(table.en).length);
  expect([...wordsOf(table.de), ...wordsOf(table.en)].every((word) => word !== '')).toBe(true);
});

test.each([
  ['de', 'Summe'],
  ['de-AT', 'Summe'],
  ['DE', 'Summe'],
  ['en-IE', 'Total'],
  ['den', 'Total'],
  ['constructor', 'Total'],
  ['', 'Total'],
])('the words of “%s” say %s', (locale, total) => {
  expect(cardLabelsFor(locale).total).toBe(total);
});

test('the favicon and the launcher draw the mark of this package', () => {
  const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
  expect(read('./bell.svg')).toContain(bellPath);
  expect(read('../../widget/src/loader/launcher.css')).toContain(bellPath);
});
