import { describe, expect, test } from 'vitest';
import { canonicalJson, planDigest } from './action-digest.ts';

describe('canonical JSON', () => {
  test('sorts keys by their UTF-16 code units at every depth, without white space', () => {
    const value = {
      b: [{ z: 1, a: 2 }],
      a: null,
      '€': 1,
      '\r': 2,
      '\ufb33': 3,
      '1': 4,
      '😀': 5,
      '\u0080': 6,
      ö: 7,
    };
    expect(canonicalJson(value)).toBe(
      '{"\\r":2,"1":4,"a":null,"b":[{"a":2,"z":1}],"\u0080":6,"ö":7,"€":1,"😀":5,"\ufb33":3}',
    );
  });

  test('writes numbers and strings as ECMAScript does, and leaves out what is undefined', () => {
    const value = {
      n: [1e30, 4.5, 2e-3, 1e-27, -0, 333333333.3333333],
      s: '\u20ac$\u000f\nA\'"\\',
      u: undefined,
    };
    expect(canonicalJson(value)).toBe(
      '{"n":[1e+30,4.5,0.002,1e-27,0,333333333.3333333],"s":"€$\\u000f\\nA\'\\"\\\\"}',
    );
  });
});

describe('R28: the digest of a plan', () => {
  const of = {
    name: 'order.refund',
    version: 1,
    input: { order: '1042', lines: [1, 2] },
    plan: { summary: 'Refund €5.00', confirm: true, amount: { amount: 500, currency: 'EUR' } },
  };

  test('is SHA-256 of the canonical JSON, however the keys were ordered', () => {
    const turned = {
      plan: { amount: { currency: 'EUR', amount: 500 }, confirm: true, summary: 'Refund €5.00' },
      input: { lines: [1, 2], order: '1042' },
      version: 1,
      name: 'order.refund',
    };
    expect(planDigest(turned)).toBe(planDigest(of));
    // printf '{"input":{},"name":"a.b","plan":{},"version":1}' | sha256sum
    expect(planDigest({ name: 'a.b', version: 1, input: {}, plan: {} })).toBe(
      'be47f3e35d2a866832ca4682a58c26b026fb5aa030be7060ddabcfa41ccfeda2',
    );
  });

  test.each([
    ['name', { ...of, name: 'order.cancel' }],
    ['version', { ...of, version: 2 }],
    ['input', { ...of, input: { order: '1042', lines: [2, 1] } }],
    ['amount', { ...of, plan: { ...of.plan, amount: { amount: 501, currency: 'EUR' } } }],
    ['consent', { ...of, plan: { ...of.plan, confirm: false } }],
  ])('is another with another %s', (_, other) => {
    expect(planDigest(other)).not.toBe(planDigest(of));
  });
});
