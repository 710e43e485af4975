import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sourceFiles } from './source.ts';
import { root } from './workspace.ts';

const spec = readFileSync(join(root, 'packages/protocol/PROTOCOL.md'), 'utf8');
const rules = [...spec.matchAll(/^\*\*(R\d+)\. /gm)].map(([, id = '']) => id);

const titlesIn = (text: string): string[] =>
  [...text.matchAll(/\b(?:test|it|describe)(?:\.\w+)*\s*(?:\([^()]*\)\s*)?\(\s*(['"`])([\s\S]*?)\1/g)].map(
    ([, , title = '']) => title,
  );
const cited = new Set(
  sourceFiles()
    .filter((file) => /\.test\.tsx?$/.test(file.path))
    .flatMap((file) => titlesIn(file.text))
    .flatMap((title) => title.match(/\bR\d+\b/g) ?? []),
);

describe('the rules of PROTOCOL.md', () => {
  test('are numbered from 1 without holes', () => {
    expect(rules).toEqual(rules.map((_, index) => `R${index + 1}`));
    expect(rules.length).toBeGreaterThan(5);
  });

  test('are each cited in the title of a test', () => {
    expect(rules.filter((id) => !cited.has(id))).toEqual([]);
  });

  test('are the only ones that tests cite', () => {
    expect([...cited].filter((id) => !rules.includes(id))).toEqual([]);
  });
});

test('a title is found in every form in which tests are written', () => {
  const text = `test('of one', …) describe("of two", …) test.each([1])('of three %s', …) it.skip(\`of four\`, …)`;
  expect(titlesIn(text)).toEqual(['of one', 'of two', 'of three %s', 'of four']);
});
