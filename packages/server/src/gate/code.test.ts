import { expect, test } from 'vitest';
import { hashCode, isCode, mintCode } from './code.ts';

const binding = { shop: 'demo', shopper: 'shp_12345678', email: 'ada@example.com' };

test('R42 a code is six digits, leading zeros and all, each digit as often as any', () => {
  const codes = Array.from({ length: 6_000 }, mintCode);
  expect(codes.every((code) => /^\d{6}$/.test(code))).toBe(true);
  const counts = Array.from({ length: 10 }, (_, digit) =>
    codes.reduce((sum, code) => sum + code.split(String(digit)).length - 1, 0),
  );
  // 3,600 of each are expected; 57 is one standard deviation.
  expect(counts.every((count) => Math.abs(count - 3_600) < 6 * 57)).toBe(true);
  expect(new Set(codes).size).toBeGreaterThan(5_900);
});

test('R42 what is kept of a code fits it alone, and differs each time', async () => {
  const [one, two] = [await hashCode(binding, '012345'), await hashCode(binding, '012345')];
  expect(one.hash).not.toBe(two.hash);
  expect(JSON.stringify(one)).not.toContain('012345');
  expect(await isCode({ ...binding, ...one }, '012345')).toBe(true);
  expect(await isCode({ ...binding, ...one }, '012346')).toBe(false);
  expect(await isCode({ ...binding, ...one }, '')).toBe(false);
  expect(await isCode({ ...binding, ...one, hash: '' }, '012345')).toBe(false);
});

test.each([
  ['shopper', { shopper: 'shp_87654321' }],
  ['shop', { shop: 'other' }],
  ['address', { email: 'eve@example.com' }],
])('R42 a code is bound to its %s', async (_, other) => {
  const kept = await hashCode(binding, '012345');
  expect(await isCode({ ...binding, ...kept, ...other }, '012345')).toBe(false);
});
