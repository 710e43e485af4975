import { expect, test } from 'vitest';
import { erasureTable, measureErasure } from './erasure.ts';

test(
  'the benchmark of erasing runs from end to end on both engines, and erases meanwhile',
  { timeout: 120_000 },
  async () => {
    const all = await measureErasure({
      engines: ['sqlite', 'postgres'],
      entries: 8_000,
      forMs: 400,
      repeatForMs: 0,
    });
    for (const { alone, beside, longestStepMs } of Object.values(all)) {
      expect(alone.count).toBeGreaterThan(0);
      expect(alone.erasedPerS).toBe(0);
      expect(beside.erasedPerS).toBeGreaterThan(0);
      expect(beside.maxMs).toBeGreaterThanOrEqual(beside.p99Ms);
      expect(longestStepMs).toBeGreaterThan(0);
    }
    expect(erasureTable(all).split('\n')).toHaveLength(17);
  },
);
