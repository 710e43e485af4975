import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { measure, tooBig } from './size.ts';

const folderWith = (files: Record<string, number>) => {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-size-'));
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), randomBytes(bytes));
  return { folder, [Symbol.dispose]: () => rmSync(folder, { recursive: true }) };
};

test('a loader or a panel over its budget is seen, one byte under it passes', () => {
  using big = folderWith({ 'shopbell.js': 2_048, 'panel.html': 32_768 });
  expect(tooBig(measure(big.folder)).map(({ file }) => file)).toEqual(['panel.html', 'shopbell.js']);
  using small = folderWith({ 'shopbell.js': 2_000, 'panel.html': 32_700, 'later.js': 90_000 });
  expect(tooBig(measure(small.folder))).toEqual([]);
});

test('what is not built is over its budget', () => {
  using empty = folderWith({ 'panel.html': 10 });
  expect(tooBig(measure(empty.folder)).map(({ file }) => file)).toEqual(['shopbell.js']);
});
