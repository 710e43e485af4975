import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { kept, page, pageWith, summaryOf, type Run } from './results.ts';

const runOf = (hits: number, violations: readonly string[]): Run => ({
  at: '2026-01-02T03:04:05.000Z',
  commit: 'abc',
  machine: 'one',
  seed: 1,
  seconds: 2,
  violations,
  rows: [{ fault: 'flood', hits, wanted: hits, kills: 1, judged: 1_000, ends: {} }],
});

test('what is kept is summed by fault over all runs', () => {
  const runs = [runOf(20, []), runOf(30, ['lost: one'])];
  expect(
    summaryOf([{ scenario: 'flood', runs }])
      .split('\n')
      .at(-1),
  ).toBe('| flood | 50 | 2 | 2,000 | 2 | 1 | 2026-01-02 |');
});

test('docs/chaos.md shows what is kept', () => {
  const text = readFileSync(page, 'utf8');
  expect(text).toBe(pageWith(text, summaryOf(kept())));
});
