import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bellPath } from './bell-path.ts';
import { cardLabels } from './labels.ts';

test('both languages have the same words, none empty', () => {
  expect(Object.keys(cardLabels.de)).toEqual(Object.keys(cardLabels.en));
  expect(Object.values(cardLabels.de.status).every((word) => word.length > 0)).toBe(true);
});

test('the favicon and the launcher draw the mark of this package', () => {
  const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
  expect(read('./bell.svg')).toContain(bellPath);
  expect(read('../../widget/src/loader/launcher.css')).toContain(bellPath);
});
