import { describe, expect, test } from 'vitest';
import { createPace, type Pace } from './pace.ts';

/** So many a second for a while, each committed at once; the time after it. */
const comeAt = (pace: Pace, perSecond: number, forMs: number): number => {
  let now = 0;
  for (; now < forMs; now += 1_000 / perSecond) {
    pace.arrived(now, 1);
    pace.begun(now);
  }
  return now;
};

describe('a commit', () => {
  test('begins at once where little comes, however long it has been coming', () => {
    const pace = createPace();
    expect(pace.waitMs(0, 1)).toBe(0);
    const now = comeAt(pace, 200, 5_000);
    pace.arrived(now, 1);
    expect(pace.waitMs(now, 1)).toBe(0);
  });

  test('waits for others to join it where they come by the hundred, never longer than 5 ms', () => {
    const pace = createPace();
    const now = comeAt(pace, 1_000, 1_000);
    pace.arrived(now, 1);
    expect(pace.waitMs(now, 1)).toBeCloseTo(4);
    expect(pace.waitMs(now + 3, 1)).toBeCloseTo(1);
  });

  test('waits for nobody after one that took longer than that', () => {
    const pace = createPace();
    const now = comeAt(pace, 1_000, 1_000);
    for (let each = 0; each < 20; each += 1) pace.arrived(now + each, 1);
    expect(pace.waitMs(now + 20, 1)).toBe(0);
  });

  test('begins at once again when the rush is over', () => {
    const pace = createPace();
    const now = comeAt(pace, 2_000, 1_000) + 300;
    pace.arrived(now, 1);
    pace.begun(now);
    expect(pace.waitMs(now + 1, 1)).toBe(0);
  });

  test('waits no longer once enough have gathered', async () => {
    const pace = createPace();
    const now = performance.now();
    for (let each = 0; each < 400; each += 1) pace.arrived(now, 1);
    expect(pace.waitMs(now, 15)).toBe(0);
    pace.begun(now);
    expect(pace.waitMs(now, 15)).toBeCloseTo(5);
    expect(pace.waitMs(now, 16)).toBe(0);
    // Begun far ahead: by itself the turn would never come.
    pace.begun(now + 1e6);
    const turn = pace.turn(() => 1);
    pace.arrived(now, 16);
    await turn;
  });
});
