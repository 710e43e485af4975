import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBackoff, jitter } from './backoff.ts';

const almostOne = 0.999_999;

const backoff = (random: number, clock = { now: 0 }) =>
  createBackoff({ baseMs: 100, capMs: 1_000, stableMs: 5_000, now: () => clock.now, random: () => random });

describe('backoff', () => {
  test('doubles the longest wait up to the cap', () => {
    const { next } = backoff(almostOne);
    expect([next(), next(), next(), next(), next(), next()].map(Math.round)).toEqual([
      100, 200, 400, 800, 1_000, 1_000,
    ]);
  });

  test('spreads waits over the whole range, from nothing on', () => {
    expect(backoff(0).next()).toBe(0);
    expect(backoff(0.5).next()).toBe(50);
  });

  test('adds its spread to what the relay asks for', () => {
    expect(backoff(0.5).next(3_000)).toBe(3_050);
  });

  test('waits no longer each time where the relay says how long', () => {
    const { next } = backoff(almostOne);
    expect([next(3_000), next(3_000), next(3_000), next()].map(Math.round)).toEqual([
      3_100, 3_100, 3_100, 100,
    ]);
  });

  test('goes on where it was when a connection did not last', () => {
    const clock = { now: 0 };
    const { next, opened } = backoff(almostOne, clock);
    next();
    next();
    opened();
    clock.now = 4_999;
    expect(Math.round(next())).toBe(400);
  });

  test('starts over after a stable time', () => {
    const clock = { now: 0 };
    const { next, opened } = backoff(almostOne, clock);
    next();
    next();
    opened();
    clock.now = 5_000;
    expect(Math.round(next())).toBe(100);
  });

  test('never leaves its bounds, however many attempts', () => {
    const bounded = fc.property(
      fc.nat(100_000),
      fc.double({ min: 0, max: almostOne, noNaN: true }),
      (attempt, random) => {
        const wait = jitter(attempt, { baseMs: 100, capMs: 1_000, random: () => random });
        return wait >= 0 && wait < 1_000;
      },
    );
    expect(fc.check(bounded).failed).toBe(false);
  });
});
