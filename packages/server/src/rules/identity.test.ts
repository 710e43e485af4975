import type { IdentityLevel } from '@shopbell/protocol';
import { expect, test } from 'vitest';
import { hasIdentity, identitySentence, levelOf, maskAddress, type Identified } from './identity.ts';

const signedIn: Identified = { verified: { sub: 'customer-1' } };
const proved: Identified = { verified: null, proved: { email: 'ada@example.com', at: 1_000, until: 2_000 } };
const nobody: Identified = { verified: null };

test.each<[string, { shopper: Identified; now: number; level: IdentityLevel }]>([
  ['nobody', { shopper: nobody, now: 1_500, level: 'anyone' }],
  ['who is signed in', { shopper: signedIn, now: 1_500, level: 'verified' }],
  ['who has just proved an address', { shopper: proved, now: 1_500, level: 'verified' }],
  ['who proved one until now', { shopper: proved, now: 2_000, level: 'known' }],
  ['who proved one long ago', { shopper: proved, now: 9_000_000, level: 'known' }],
  [
    'who is signed in and proved one long ago',
    { shopper: { ...proved, ...signedIn }, now: 9_000_000, level: 'verified' },
  ],
])('R40 the level of %s', (_, { shopper, now, level }) => {
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
