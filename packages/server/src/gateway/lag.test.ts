import { expect, test } from 'vitest';
import { createLagCount } from './lag.ts';

test('the loop is behind after five bad seconds in a row, and well after a good one', () => {
  const count = createLagCount();
  expect([250, 250, 250, 250].map(count)).toEqual([false, false, false, false]);
  expect([250, 900].map(count)).toEqual([true, true]);
  expect(count(20)).toBe(false);
  expect([201, 201, 200, 201].map(count)).toEqual([false, false, false, false]);
});
