import { expect, test } from 'vitest';
import { createPool } from './pool.ts';
import type { Session } from './session.ts';

/** A session whose work takes until the test says so. */
const createStage = () => {
  let opened = 0;
  const open = (): Session => {
    opened += 1;
    return { use: (work) => work(() => Promise.reject(new Error('no server'))), close: async () => {} };
  };
  return { open, opened: () => opened };
};

test('no more sessions are opened than it may have, and work waits for one that is free', async () => {
  const { open, opened } = createStage();
  const pool = createPool({ open, most: 2, waitingMost: 10 });
  const gates = Array.from({ length: 5 }, () => Promise.withResolvers<number>());
  const works = gates.map(({ promise }) => pool.use(() => promise));
  await new Promise(setImmediate);
  expect(opened()).toBe(2);
  gates.forEach(({ resolve }, index) => resolve(index));
  expect(await Promise.all(works)).toEqual([0, 1, 2, 3, 4]);
  expect(opened()).toBe(2);
});

test('work that fails gives its session back', async () => {
  const { open, opened } = createStage();
  const pool = createPool({ open, most: 1, waitingMost: 10 });
  await expect(pool.use(() => Promise.reject(new Error('bad')))).rejects.toThrow('bad');
  expect(await pool.use(async () => 'good')).toBe('good');
  expect(opened()).toBe(1);
});

test('what is too much to wait is unavailable at once, with when to come back', async () => {
  const { open } = createStage();
  const pool = createPool({ open, most: 1, waitingMost: 1 });
  const gate = Promise.withResolvers<void>();
  const busy = [pool.use(() => gate.promise), pool.use(() => gate.promise)];
  await new Promise(setImmediate);
  await expect(pool.use(() => gate.promise)).rejects.toMatchObject({
    code: 'unavailable',
    details: { retryAfterMs: 1_000 },
  });
  gate.resolve();
  await Promise.all(busy);
});

test('after it is closed there is no more', async () => {
  const { open } = createStage();
  const pool = createPool({ open, most: 1, waitingMost: 1 });
  await pool.close();
  await expect(pool.use(async () => 1)).rejects.toMatchObject({ code: 'unavailable' });
});
