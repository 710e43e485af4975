import { expect, test } from 'vitest';
import { lackingOf } from './identity.ts';

const signedIn = { verified: { sub: 'c-1' } };
const proved = { verified: null, proved: { email: 'ada@example.com', at: 100, until: 200 } };
const nobody = { verified: null };

test.each([
  ['nobody', nobody, [null, 'known', 'verified']],
  ['who is signed in', signedIn, [null, null, null]],
  ['who has just proved an address', proved, [null, null, null]],
] as const)('%s lacks what the relay would miss', (_, shopper, lacking) => {
  const needed = ['anyone', 'known', 'verified'] as const;
  expect(needed.map((each) => lackingOf(shopper, each, 150))).toEqual(lacking);
});

test('a proof that has grown old is enough for known alone', () => {
  expect([lackingOf(proved, 'known', 200), lackingOf(proved, 'verified', 200)]).toEqual([null, 'verified']);
});
