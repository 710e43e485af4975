import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { secretFault } from './example-secrets.ts';

test('random bytes are taken from 256 bits on, however they are spelt', () => {
  expect(secretFault(randomBytes(32))).toBeNull();
  expect(secretFault(randomBytes(24).toString('base64'))).toBeNull();
  expect(secretFault(randomBytes(31))).toContain('shorter than 32 bytes');
  expect(secretFault(Buffer.alloc(31, 'äöüéèñçßøåæœþðłžš'))).toContain('shorter');
});

test('what documents print is refused, as bytes too', () => {
  for (const secret of ['change-me-change-me-change-me-change-me', 'replace this by thirty-two random bytes'])
    expect([secretFault(secret), secretFault(Buffer.from(secret))]).toEqual([
      'is an example out of a document, which everybody knows',
      'is an example out of a document, which everybody knows',
    ]);
});

test('what repeats itself is refused', () => {
  expect(secretFault('01234567'.repeat(8))).toContain('guessed');
});
