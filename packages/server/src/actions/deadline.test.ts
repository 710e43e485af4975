import { expect, test } from 'vitest';
import { withinMs } from './deadline.ts';

const sleep = (ms: number): void => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);

test('gives what the task gives, and throws what it throws', () => {
  expect(withinMs(50, () => 7)).toBe(7);
  const failing = () => {
    throw new RangeError('no');
  };
  expect(() => withinMs(50, failing)).toThrow(RangeError);
});

test('ends a task that computes for ever, without beginning it time and again', () => {
  let begun = 0;
  const endless = () => {
    begun += 1;
    for (;;);
  };
  expect(() => withinMs(50, endless)).toThrow(
    expect.objectContaining({ code: 'ERR_SCRIPT_EXECUTION_TIMEOUT' }),
  );
  expect(begun).toBeLessThanOrEqual(5);
});

test('does not blame a task for the time in which it was not running', () => {
  let begun = 0;
  const heldUpOnce = () => {
    begun += 1;
    if (begun === 1) sleep(2_000);
    return begun;
  };
  expect(withinMs(50, heldUpOnce)).toBe(2);
});

test('gives up in the end on a task that only waits', () => {
  let begun = 0;
  const waiting = () => {
    begun += 1;
    sleep(2_000);
  };
  expect(() => withinMs(20, waiting)).toThrow(/timed out/);
  expect(begun).toBe(5);
});

test('goes on with the next task after one that was ended, and mixes none up', () => {
  const marks = Array.from({ length: 200 }, (_, index) => withinMs(50, () => index));
  expect(marks).toEqual(marks.map((_, index) => index));
  expect(() =>
    withinMs(20, () => {
      for (;;);
    }),
  ).toThrow(/timed out/);
  expect(withinMs(50, () => 'after it')).toBe('after it');
});
