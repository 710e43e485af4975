import type { IdentityLevel } from '@shopbell/protocol';
import { expect, test } from 'vitest';
import { hasIdentity, identitySentence, levelOf, maskAddress, type Identified } from './identity.ts';

const signedIn: Identified = { verified: { sub: 'customer-1' } };
const proved: Identified = { verified: null, proved: { email: 'ada@example.com', at: 1_000, until: 2_000 } };
const nobody: Identified = { verified: null };

test.each<[string, Identified, number, IdentityLevel]>([
  ['nobody', nobody, 1_500, 'anyone'],
  ['who is signed in', signedIn, 1_500, 'verified'],
  ['who has just proved an address', proved, 1_500, 'verified'],
  ['who proved one until now', proved, 2_000, 'known'],
  ['who proved one long ago', proved, 9_000_000, 'known'],
  ['who is signed in and proved one long ago', { ...proved, ...signedIn }, 9_000_000, 'verified'],
])('R40 the level of %s', (_, shopper, now, level) => {
  expect(levelOf(shopper, now)).toBe(level);
});

test.each<[IdentityLevel, boolean[]]>([
  ['anyone', [true, true, true]],
  ['known', [false, true, true]],
  ['verified', [false, false, true]],
])('R40 %s is met by its own level and those above it', (needed, met) => {
  const shoppers = [nobody, { ...proved }, signedIn];
  expect(shoppers.map((shopper) => hasIdentity(shopper, needed, 3_000))).toEqual(met);
  expect(hasIdentity(null, needed, 3_000)).toBe(false);
});

test('a claim is no identity', () => {
  const claiming = { ...nobody, claimed: { email: 'ada@example.com', name: 'Ada' } };
  expect(levelOf(claiming, 0)).toBe('anyone');
});

test('the sentence speaks of a code only where one can be sent', () => {
  expect(identitySentence('Refund', 'verified', true)).toMatch(/“Refund”.*code.*identity:ask/);
  expect(identitySentence('Refund', 'verified', false)).toBe(
    '“Refund” needs a shopper who is signed in at the shop. Ask them to sign in.',
  );
});

test.each([
  ['lovelace@example.com', 'l•••@example.com'],
  ['a@b.co', 'a•••@b.co'],
  ['"odd@one"@example.com', '"•••@example.com'],
])('R44 %s is written down as %s', (email, masked) => {
  expect(maskAddress(email)).toBe(masked);
});
