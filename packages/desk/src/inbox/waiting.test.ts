import { expect, test } from 'vitest';
import { rowWindow } from './window.ts';
import { waitClock, waitLevel, waitLimits } from './waiting.ts';

const units = { day: 'd', hour: 'h' };

test.each([
  [0, '0:00'],
  [7_999, '0:07'],
  [760_000, '12:40'],
  [3_599_999, '59:59'],
  [11_100_000, '3:05:00'],
  [86_399_000, '23:59:59'],
  [187_200_000, '2 d 4 h'],
  [-5_000, '0:00'],
])('a wait of %i ms reads as %s', (ms, expected) => {
  expect(waitClock(ms, units)).toBe(expected);
});

test('a wait turns amber and then red exactly at its limits', () => {
  expect(waitLevel(0, waitLimits.soonMs - 1)).toBe('fresh');
  expect(waitLevel(0, waitLimits.soonMs)).toBe('soon');
  expect(waitLevel(0, waitLimits.lateMs - 1)).toBe('soon');
  expect(waitLevel(0, waitLimits.lateMs)).toBe('late');
  expect(waitLevel(1_000, 0)).toBe('fresh');
});

test('of ten thousand rows only those near the view are drawn, and the list keeps its height', () => {
  const rows = rowWindow(10_000, 76, { scrollPx: 380_000, heightPx: 800 });
  expect(rows.last - rows.first).toBeLessThan(30);
  expect(rows.first * 76).toBe(rows.topPx);
  expect(rows.topPx).toBeLessThanOrEqual(380_000);
  expect(rows.last * 76).toBeGreaterThanOrEqual(380_800);
  expect(rows.heightPx).toBe(760_000);
});

test('a list that became shorter than the scrolled place draws nothing beyond its end', () => {
  expect(rowWindow(3, 76, { scrollPx: 5_000, heightPx: 800 })).toMatchObject({ first: 3, last: 3 });
});
