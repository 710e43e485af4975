import { assert, integer, property } from 'fast-check';
import { expect, test } from 'vitest';
import { calculate } from './calculate.ts';

test.each([
  ['3131.1 + 4777.75 + 367.38', 8276.23],
  ['135.24 - 153.23', -17.99],
  ['2 * (3 + 4) / 4', 3.5],
  ['-(1 - 2) * +3', 3],
  ['1 - 2 - 3', -4],
  ['8 / 2 / 2', 2],
  ['10/3', 3.33],
  ['.5 + 1.', 1.5],
])('%s is %d', (expression, value) => {
  expect(calculate(expression)).toBe(value);
});

test.each(['', '1 +', '(1', '1)', '1 2', '1 / 0', 'process.exit()', '__import__', '2 ** 3', '1..2'])(
  '%s is no sum',
  (expression) => {
    expect(calculate(expression)).toBeNull();
  },
);

test('sums of cents come out to the cent', () => {
  assert(
    property(integer({ min: -1e7, max: 1e7 }), integer({ min: 0, max: 1e7 }), (one, other) => {
      expect(calculate(`${one / 100} - ${other / 100}`)).toBeCloseTo((one - other) / 100, 8);
    }),
  );
});
