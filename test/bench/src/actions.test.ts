import { expect, test } from 'vitest';
import { actionsTable } from './actions-table.ts';
import { figuresOf, measureActions } from './actions.ts';

test('the benchmark of actions runs from end to end, each step timed', { timeout: 60_000 }, async () => {
  const summary = await measureActions(true);
  const { refund, followUp, lookup, reference } = summary;
  expect(Object.keys(refund.steps)).toEqual([
    'requested',
    'planned',
    'confirmed',
    'running',
    'succeeded',
    'verified',
  ]);
  expect(Object.keys(followUp.steps)).toEqual(expect.arrayContaining(['requested', 'planned', 'verified']));
  expect(Object.keys(lookup.steps)).toEqual(['requested', 'running', 'succeeded']);
  for (const { whole, cpuMs } of [refund, followUp, lookup])
    expect([whole.p50Ms, ...Object.values(cpuMs)].every((ms) => ms >= 0)).toBe(true);
  expect(refund.whole.p99Ms).toBeGreaterThanOrEqual(refund.whole.p50Ms);
  expect(Object.values(reference).every((ms) => ms > 0)).toBe(true);
  expect(actionsTable(summary).split('\n')).toHaveLength(
    2 + [refund, followUp, lookup].reduce((rows, { steps }) => rows + 2 + Object.keys(steps).length, 0),
  );
});

test('the steps of an action add up to the whole of it', () => {
  const { whole, steps } = figuresOf([
    { requested: 2, planned: 6, verified: 10 },
    { requested: 4, planned: 8, verified: 10 },
  ]);
  expect(whole).toEqual({ p50Ms: 10, p95Ms: 10, p99Ms: 10, share: 1 });
  expect(steps.requested).toEqual({ p50Ms: 4, p95Ms: 4, p99Ms: 4, share: 0.3 });
  expect(steps.planned).toMatchObject({ p50Ms: 4, share: 0.4 });
  expect(steps.verified).toMatchObject({ p50Ms: 4, share: 0.3 });
});
