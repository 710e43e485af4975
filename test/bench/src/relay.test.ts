import { expect, test } from 'vitest';
import { selfTimes } from './profile.ts';
import { inRounds, measureRelays, ratioOf, tableOf, type Summary } from './relay.ts';
import type { Figures } from './measure.ts';

test(
  'the benchmark runs from end to end and gives every figure of each relay',
  { timeout: 60_000 },
  async () => {
    const summaries = await measureRelays(true);
    for (const { rounds, rssBytes } of Object.values(summaries)) {
      expect(rssBytes).toBeGreaterThan(0);
      for (const [figures] of [rounds.one, rounds.four, rounds.paced]) {
        const { msgPerS = 0, cpuUsPerMsg = 0, p50Ms = 0, p99Ms = 0, tries } = figures ?? {};
        for (const figure of [msgPerS, p50Ms]) expect(figure).toBeGreaterThan(0);
        // CPU time comes in ticks of ten milliseconds: fifty messages at leisure may take none.
        expect(cpuUsPerMsg).toBeGreaterThanOrEqual(0);
        expect(p99Ms).toBeGreaterThanOrEqual(p50Ms);
        expect(tries).toBe(1);
      }
    }
    const [onFile] = summaries['shopbell-sqlite']?.rounds.four ?? [];
    expect(onFile?.cpuUsPerMsg).toBeGreaterThan(0);
    // Of a run as short as this the clock of a thread may see nothing.
    expect(onFile?.storeUsPerMsg).toBeGreaterThanOrEqual(0);
    const [one] = summaries['shopbell-postgres']?.rounds.one ?? [];
    expect(one?.perCommit).toBeGreaterThanOrEqual(1);
    expect(one?.databaseUsPerMsg).toBeGreaterThanOrEqual(0);
    expect(tableOf(summaries).split('\n')).toHaveLength(38);
  },
);

test('a ratio is the median of those of the rounds, each to the reference beside it', () => {
  const of = (each: readonly number[]): Summary => ({
    rounds: { one: each.map((msgPerS) => ({ msgPerS }) as Figures), four: [], paced: [] },
    rssBytes: 1,
  });
  const speed = inRounds('one', ({ msgPerS }) => msgPerS);
  expect(ratioOf(of([90, 20, 300]), of([100, 40, 200]), speed)).toBe(0.9);
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
