import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

const over = (folder: string) => tooBig(measure(folder)).map(({ file }) => file);

test('a loader or a panel over its budget is seen, what is under it passes', () => {
  using big = folderWith({ 'shopbell.js': 2_048, 'panel.html': 20_000, 'chat.js': 12_768 });
  expect(over(big.folder)).toEqual(['loader', 'until the composer']);
  using small = folderWith({
    'shopbell.js': 2_000,
    'panel.html': 20_000,
    'chat.js': 12_500,
    'later.js': 90_000,
  });
  expect(over(small.folder)).toEqual([]);
});

test('what is not built is over its budget', () => {
  using empty = folderWith({ 'panel.html': 10, 'chat.js': 10 });
  expect(over(empty.folder)).toEqual(['loader']);
});

test('the panel weighs as much as in its heaviest language', () => {
  using built = folderWith({ 'panel.html': 20_000, 'chat.js': 12_000 });
  mkdirSync(join(built.folder, 'words'));
  writeFileSync(
    join(built.folder, 'panel.html'),
    `${randomBytes(15_000).toString('base64')}%SHOPBELL_CONFIG%`,
  );
  const gzip = () => measure(built.folder).find(({ file }) => file === 'panel.html')?.gzip ?? 0;
  const bare = gzip();
  writeFileSync(join(built.folder, 'words', 'en.json'), randomBytes(60).toString('hex'));
  writeFileSync(join(built.folder, 'words', 'ja.json'), randomBytes(3_000).toString('hex'));
  writeFileSync(join(built.folder, 'words', 'cards-ja-A1B2C3D4.json'), randomBytes(9_000).toString('hex'));
  expect(gzip() - bare).toBeGreaterThan(3_000);
  expect(gzip() - bare).toBeLessThan(4_000);
});
