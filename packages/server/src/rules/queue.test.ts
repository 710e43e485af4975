import { expect, test } from 'vitest';
import { estimateWait } from './queue.ts';

const minute = 60_000;
const now = 1_000 * minute;
/** So many departures, one every so many minutes, the last so many minutes ago. */
const every = (minutes: number, count: number, ago = 0): number[] =>
  Array.from({ length: count }, (_, index) => now - (ago + (count - 1 - index) * minutes) * minute);

test.each([
  ['who is next', 0, every(2, 6), 2],
  ['who has three before them', 3, every(2, 6), 8],
  ['a slower pace', 3, every(5, 6), 20],
  ['several a minute', 5, every(0.25, 20), 2],
  ['never less than a minute', 0, every(0.1, 20), 1],
  ['a pause makes it slower', 0, every(1, 5, 4), 2],
])(
  'R54 a wait is estimated by the pace of the last departures: %s',
  (_what, ...[ahead, departures, minutes]) => {
    expect(estimateWait(ahead, departures, now)).toBe(minutes * minute);
  },
);

test.each([
  ['nobody has left yet', 0, []],
  ['too few have left to know a pace', 0, every(2, 3)],
  ['they left half an hour ago', 0, every(1, 10, 31)],
  ['nobody has left for much longer than usual', 0, every(1, 10, 6)],
  ['it would take hours', 100, every(5, 6)],
])('R54 nothing is said where nothing is known: %s', (_what, ahead, departures) => {
  expect(estimateWait(ahead, departures, now)).toBeNull();
});
