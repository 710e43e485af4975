import { expect, test } from 'vitest';
import { selfTimes } from './profile.ts';
import { measureRelays, ratioOf, tableOf } from './relay.ts';
import type { Figures, Round } from './measure.ts';

test(
  'the benchmark runs from end to end and gives every figure of each relay',
  { timeout: 60_000 },
  async () => {
    const summaries = await measureRelays(true);
    for (const { rounds } of Object.values(summaries)) {
      for (const { one, four, paced, rssBytes } of rounds) {
        const all = [
          rssBytes,
          ...[one, four, paced].flatMap(({ msgPerS, p50Ms, p99Ms }) => [msgPerS, p50Ms, p99Ms]),
        ];
        expect(
          all.every((figure) => figure > 0),
          JSON.stringify({ one, four, paced }),
        ).toBe(true);
        expect(one.p99Ms).toBeGreaterThanOrEqual(one.p50Ms);
      }
    }
    const one = summaries['shopbell-postgres']?.rounds[0]?.one;
    expect(one?.perCommit).toBeGreaterThanOrEqual(1);
    expect(one?.databaseUsPerMsg).toBeGreaterThanOrEqual(0);
    expect(tableOf(summaries).split('\n')).toHaveLength(23);
  },
);

test('a ratio is the median of those of the rounds, each to the reference beside it', () => {
  const round = (msgPerS: number): Round => {
    const figures = { msgPerS } as Figures;
    return { one: figures, four: figures, paced: figures, rssBytes: 1 };
  };
  const of = (each: readonly number[]) => ({ rounds: each.map(round) });
  expect(ratioOf(of([90, 20, 300]), of([100, 40, 200]), ({ one }) => one.msgPerS)).toBe(0.9);
});

test('a profile’s self-times are shares of the time that was not spent waiting', () => {
  const frame = (functionName: string) => ({ functionName, url: 'file:///a/b/c/d.ts', lineNumber: 6 });
  const nodes = ['one', 'two', '(idle)'].map((name, id) => ({ id, callFrame: frame(name) }));
  const times = selfTimes({ nodes, samples: [0, 1, 2, 1], timeDeltas: [10, 20, 100, 10] });
  expect(times).toEqual([
    { where: 'two  b/c/d.ts:7', share: 0.75, ms: 0.03 },
    { where: 'one  b/c/d.ts:7', share: 0.25, ms: 0.01 },
  ]);
});
