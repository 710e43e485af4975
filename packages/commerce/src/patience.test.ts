import { expect, test } from 'vitest';
import { createPatience, waitFor } from './patience.ts';

const minuteMs = 60_000;

test.each([
  [0, 2_000],
  [minuteMs, 2_000],
  [2 * minuteMs, 5_000],
  [15 * minuteMs, 15_000],
  [24 * 60 * minuteMs, 24 * minuteMs],
])('what is %i ms old is looked at again after %i ms', (ageMs, waitMs) => {
  expect(waitFor(ageMs)).toBe(waitMs);
});

test('each thing ages by itself, from when it was first asked about', () => {
  let now = 0;
  const patience = createPatience(() => now);
  patience.next('old');
  now = 60 * minuteMs;
  expect(patience.next('old')).toBe(minuteMs);
  expect(patience.next('new')).toBe(2_000);
});

test('the thousands that were asked for longest ago are forgotten, not kept for ever', () => {
  let now = 0;
  const patience = createPatience(() => now);
  patience.next('first');
  for (let count = 0; count < 10_000; count += 1) patience.next(`other ${count}`);
  now = 60 * minuteMs;
  expect(patience.next('first')).toBe(2_000);
});
