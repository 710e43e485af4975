import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import '../../test/words.ts';
import { wordsFor } from './words.ts';

test('de-AT reads German, everything unknown English', () => {
  expect(wordsFor('de-AT').send).toBe('Senden');
  expect(wordsFor('en-IE').send).toBe('Send');
  expect(wordsFor('den').send).toBe('Send');
});
test('the views hold no text of their own', () => {
  const folder = new URL('./views/', import.meta.url);
  const views = readdirSync(folder).filter((name) => /(?<!\.test)\.tsx$/.test(name));
  expect(views.length).toBeGreaterThan(3);
  for (const view of views) {
    const source = readFileSync(new URL(view, folder), 'utf8').replaceAll(/\{\/\*.*?\*\/\}/gs, '');
    const spoken = [
      ...source.matchAll(/(?<![=-])>\s*([A-Za-z][^<>{}=;()]*)</g),
      ...source.matchAll(/(?:aria-label|title|placeholder|alt)="([^"]+)"/g),
    ];
    expect(
      spoken.map(([, text]) => text),
      view,
    ).toEqual([]);
  }
});
