import { expect, test } from 'vitest';
import { addTallies, emptyTally, tallySteps, verdict } from './tally.ts';

test('the verdict sums all runners: steps count one each', () => {
  const steps = tallySteps([{ name: 'lint' }, { name: 'types' }], ['types']);
  const tests = { ...emptyTally(), passed: 40, failed: 2, skipped: 1 };
  expect(verdict(addTallies(steps, tests))).toBe('41 passed, 3 failed, 1 skipped');
  expect(steps.problems).toEqual(['types failed']);
});
