import { expect, test } from 'vitest';
import { historyTable, measureHistory } from './history.ts';

test(
  'the benchmark of a growing history runs from end to end on both engines and gives every figure',
  { timeout: 120_000 },
  async () => {
    const all = await measureHistory({
      engines: ['sqlite', 'postgres'],
      small: 2_000,
      full: 6_000,
      times: 8,
    });
    for (const history of [all.sqlite, all.postgres]) {
      const { small, full, builtPerS, verifiedPerS, bytesPerEntry } = history ?? {};
      expect(full?.entries).toBeGreaterThanOrEqual(6_000);
      const figures = [small, full].flatMap((of) => [
        of?.firstPage,
        of?.catchUp,
        of?.inbox,
        of?.search,
        of?.appendOne,
      ]);
      for (const spread of figures) expect(spread?.p99Ms).toBeGreaterThanOrEqual(spread?.p50Ms ?? Infinity);
      for (const figure of [builtPerS, verifiedPerS, bytesPerEntry?.log, bytesPerEntry?.search])
        expect(figure).toBeGreaterThan(0);
    }
    expect(historyTable(all)).toContain('a common and a rare word');
  },
);
