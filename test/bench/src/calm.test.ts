import { expect, test } from 'vitest';
import { createCalmly } from './calm.ts';
import { stolenPart, ticksIn } from './steal.ts';

const stat = 'cpu  100 20 30 400 50 0 5 95 11 7\ncpu0 1 2 3 4 5 6 7 8 9 10\n';

test('the stolen part is read from the first line of /proc/stat, guests not counted twice', () => {
  const before = ticksIn(stat);
  expect(before).toEqual({ all: 700, stolen: 95 });
  expect(stolenPart(before, { all: 900, stolen: 105 })).toBe(0.05);
});

test('a machine that does not say what is stolen is believed to say nothing', () => {
  expect(ticksIn('')).toBeNull();
  expect(ticksIn('cpu  1 2 3 4 5 6 7\n')).toBeNull();
  expect(stolenPart(null, { all: 1, stolen: 1 })).toBeNull();
  expect(stolenPart({ all: 1, stolen: 1 }, { all: 1, stolen: 1 })).toBeNull();
});

/** Measures stretches of which these parts are stolen, each of a second. */
const measuring = (steals: readonly (number | null)[], repeatForMs = 60_000) => {
  let now = 0;
  let run = 0;
  const watch = () => {
    const steal = steals[run] ?? null;
    return () => steal;
  };
  const calmly = createCalmly({ repeatForMs, watch, monotonicMs: () => now });
  return () =>
    calmly(async () => {
      now += 1_000;
      run += 1;
      return { run };
    });
};

test('a stretch is measured once where little is stolen, or nobody says', async () => {
  expect(await measuring([0.05])()).toEqual({ run: 1, steal: 0.05, tries: 1 });
  expect(await measuring([null])()).toEqual({ run: 1, steal: null, tries: 1 });
});

test('a disturbed stretch is measured again until it is calm', async () => {
  expect(await measuring([0.4, 0.06, 0.01, 0])()).toEqual({ run: 3, steal: 0.01, tries: 3 });
});

test('where it never is calm, the calmest of five stands', async () => {
  expect(await measuring([0.4, 0.3, 0.2, 0.3, 0.4, 0])()).toEqual({ run: 3, steal: 0.2, tries: 5 });
});

test('repeats are over when all together have taken too long', async () => {
  const measure = measuring([0.4, 0.3, 0.2, 0.1, 0], 2_000);
  expect(await measure()).toMatchObject({ run: 3, tries: 3 });
  expect(await measure()).toMatchObject({ run: 4, steal: 0.1, tries: 1 });
});
