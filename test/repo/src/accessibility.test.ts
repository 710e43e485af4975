import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from './workspace.ts';

const page = readFileSync(join(root, 'docs/accessibility.md'), 'utf8');
const named = [...page.matchAll(/^- \*\*(.+?)\*\*: `(.+?)` › (.+)$/gm)].map(
  ([, key = '', file = '', title = '']) => ({ key, file, title }),
);
const rows = [...page.matchAll(/^\| (\d\.\d\.\d+) \| .+ \| .+ \| (.+) \|$/gm)].map(
  ([, criterion = '', tests = '']) => ({ criterion, tests }),
);

/** WCAG 2.2, levels A and AA; 4.1.1 is no longer one. */
const chapters: Record<string, number[]> = {
  '1.1': [1],
  '1.2': [1, 2, 3, 4, 5],
  '1.3': [1, 2, 3, 4, 5],
  '1.4': [1, 2, 3, 4, 5, 10, 11, 12, 13],
  '2.1': [1, 2, 4],
  '2.2': [1, 2],
  '2.3': [1],
  '2.4': [1, 2, 3, 4, 5, 6, 7, 11],
  '2.5': [1, 2, 3, 4, 7, 8],
  '3.1': [1, 2],
  '3.2': [1, 2, 3, 4, 6],
  '3.3': [1, 2, 3, 4, 7, 8],
  '4.1': [2, 3],
};
const criteria = Object.entries(chapters).flatMap(([chapter, all]) =>
  all.map((each) => `${chapter}.${each}`),
);
const notApplying = ['1.2.1', '1.2.2', '1.2.3', '1.2.4', '1.2.5', '1.4.2', '2.4.5'];

/** The keys in a cell; a key may hold a comma itself. */
const keysIn = (cell: string): string[] => {
  const keys = named.map(({ key }) => key).toSorted((one, other) => other.length - one.length);
  const found: string[] = [];
  let rest = cell;
  while (rest !== '') {
    const key = [...keys, 'script A', 'script B', 'script C'].find(
      (each) => rest === each || rest.startsWith(`${each}, `),
    );
    if (key === undefined) return [...found, `unknown: ${rest}`];
    found.push(key);
    rest = rest.slice(key.length + 2);
  }
  return found;
};

test('each test that docs/accessibility.md names is there under its title', () => {
  expect(named.length).toBeGreaterThan(20);
  const missing = named.filter(
    ({ file, title }) =>
      !existsSync(join(root, file)) || !readFileSync(join(root, file), 'utf8').includes(`'${title}'`),
  );
  expect(missing).toEqual([]);
});

test('docs/accessibility.md has each criterion of WCAG 2.2 A and AA, held by tests or scripts it names', () => {
  expect(rows.map(({ criterion }) => criterion)).toEqual(
    criteria.filter((each) => !notApplying.includes(each)),
  );
  expect(rows.flatMap(({ tests }) => keysIn(tests)).filter((key) => key.startsWith('unknown'))).toEqual([]);
  for (const letter of ['A', 'B', 'C']) expect(page).toContain(`**${letter}: `);
});
