import { describe, expect, test } from 'vitest';
import { createPace, type Pace } from './pace.ts';

/** So many a second for a while, each committed at once; the time after it. */
const comeAt = (pace: Pace, perSecond: number, forMs: number): number => {
  let now = 0;
  for (; now < forMs; now += 1_000 / perSecond) {
    pace.arrived(now);
    pace.begun(now);
  }
  return now;
};

describe('a commit', () => {
  test('begins at once where little comes, however long it has been coming', () => {
    const pace = createPace();
    expect(pace.waitMs(0)).toBe(0);
    const now = comeAt(pace, 200, 5_000);
    pace.arrived(now);
    expect(pace.waitMs(now)).toBe(0);
  });

  test('waits for others to join it where they come by the hundred, never longer than 5 ms', () => {
    const pace = createPace();
    const now = comeAt(pace, 1_000, 1_000);
    pace.arrived(now);
    expect(pace.waitMs(now)).toBeCloseTo(4);
    expect(pace.waitMs(now + 3)).toBeCloseTo(1);
  });

  test('waits for nobody after one that took longer than that', () => {
    const pace = createPace();
    const now = comeAt(pace, 1_000, 1_000);
    for (let each = 0; each < 20; each += 1) pace.arrived(now + each);
    expect(pace.waitMs(now + 20)).toBe(0);
  });

  test('begins at once again when the rush is over', () => {
    const pace = createPace();
    const now = comeAt(pace, 2_000, 1_000) + 300;
    pace.arrived(now);
    pace.begun(now);
    expect(pace.waitMs(now + 1)).toBe(0);
  });
});
