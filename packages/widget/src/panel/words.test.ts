import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { panelWords, wordsFor } from './words.ts';

test('both languages have the same words, none empty, with the same places for values', () => {
  expect(Object.keys(panelWords.de)).toEqual(Object.keys(panelWords.en));
  for (const [key, word] of Object.entries(panelWords.en)) {
    const other = panelWords.de[key as keyof typeof panelWords.de];
    expect(other.includes('{}'), key).toBe(word.includes('{}'));
    expect(other.trim()).not.toBe('');
  }
});

test('no word shouts', () => {
  const all = Object.values(panelWords).flatMap((words) => Object.values(words));
  expect(all.filter((word) => /!|oops/i.test(word))).toEqual([]);
});

test('de-AT reads German, everything unknown English', () => {
  expect(wordsFor('de-AT')).toBe(panelWords.de);
  expect(wordsFor('fr')).toBe(panelWords.en);
  expect(wordsFor('den')).toBe(panelWords.en);
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
