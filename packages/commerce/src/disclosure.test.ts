import { describe, expect, it } from 'vitest';
import { groundFor, isOwner, isProven, type Asker, type Known } from './disclosure.ts';
import { orderOf } from '../test/orders.ts';

const order = orderOf({ sub: 'c-1', email: 'Ada@Example.com', postalCode: '1016 GV' });
const guestOrder = orderOf({ sub: null, email: 'Ada@Example.com', postalCode: '1016 GV' });

const anybody = null;
const owner: Known = { sub: 'c-1', emails: ['ada@example.com'] };
const sameAddress: Known = { sub: 'c-2', emails: ['eve@example.com', ' ada@example.com'] };
const withoutAddress: Known = { sub: 'c-2', emails: [] };
const onlyAddress: Known = { sub: null, emails: ['ada@example.com'] };

describe('whose an order is', () => {
  it('is that of the account with its customer number', () => {
    expect(isOwner(order, owner)).toBe(true);
    expect(isOwner(order, withoutAddress)).toBe(false);
    expect(isOwner(order, anybody)).toBe(false);
  });

  it('is not that of another account with the same mail address', () => {
    expect(isOwner(order, sameAddress)).toBe(false);
    expect(isOwner(order, onlyAddress)).toBe(false);
  });

  it('is, for a guest’s order, that of a vouched or proved address in any spelling', () => {
    expect(isOwner(guestOrder, sameAddress)).toBe(true);
    expect(isOwner(guestOrder, onlyAddress)).toBe(true);
    expect(isOwner(guestOrder, withoutAddress)).toBe(false);
    expect(isOwner(guestOrder, anybody)).toBe(false);
  });
});

describe('what shows that one knows an order', () => {
  it.each([
    [{ email: ' ada@example.COM ' }, true],
    [{ postalCode: '1016gv' }, true],
    [{ postalCode: '1016-GV' }, true],
    [{ email: 'ada@example.com', postalCode: '1016 GV' }, true],
    [{}, false],
    [{ email: undefined, postalCode: undefined }, false],
    [{ email: 'eve@example.com' }, false],
    [{ postalCode: '1016' }, false],
    [{ postalCode: '' }, false],
    [{ email: 'ada@example.com', postalCode: '9999 ZZ' }, false],
    [{ email: 'eve@example.com', postalCode: '1016 GV' }, false],
  ])('takes %o as %s', (proof, expected) => {
    expect(isProven(order, proof)).toBe(expected);
  });
});

describe('the ground on which an order is shown', () => {
  const proof = { postalCode: '1016 GV' };
  const wrong = { postalCode: '9999 ZZ' };
  const asker = (kind: Asker['by']['kind'], audience: Asker['audience'], known: Asker['known']): Asker => ({
    by: { kind },
    audience,
    known,
  });

  it.each([
    ['agent', 'everyone', owner, {}, 'owner'],
    ['bot', 'everyone', owner, {}, 'owner'],
    ['agent', 'staff', owner, {}, 'owner'],
    ['agent', 'staff', anybody, {}, 'staff'],
    ['agent', 'staff', sameAddress, wrong, 'staff'],
    ['agent', 'everyone', anybody, {}, null],
    ['agent', 'everyone', anybody, wrong, null],
    ['agent', 'everyone', anybody, proof, 'proof'],
    ['agent', 'everyone', sameAddress, {}, null],
    ['bot', 'everyone', anybody, proof, 'proof'],
    ['bot', 'everyone', anybody, wrong, null],
    ['bot', 'staff', anybody, {}, null],
    ['bot', 'staff', anybody, proof, 'proof'],
    ['shopper', 'staff', anybody, {}, null],
    ['shopper', 'everyone', anybody, {}, null],
    ['office', 'staff', anybody, {}, null],
    ['system', 'staff', anybody, {}, null],
  ] as const)('for %s, %s, %o with %o is %s', (...row) => {
    const [kind, audience, known, given, expected] = row;
    expect(groundFor(order, asker(kind, audience, known), given)).toBe(expected);
  });
});
