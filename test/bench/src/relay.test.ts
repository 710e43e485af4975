import { expect, test } from 'vitest';
import { selfTimes } from './profile.ts';
import { measureRelays, tableOf } from './relay.ts';

test(
  'the benchmark runs from end to end and gives every figure of each relay',
  { timeout: 60_000 },
  async () => {
    const summaries = await measureRelays(true);
    for (const summary of Object.values(summaries)) {
      const { msgPerS, cpuUsPerMsg, p50Ms, p99Ms, rssBytes, bytesPerConnection, fourPerPair, paced } =
        summary;
      const all = [msgPerS, cpuUsPerMsg, p50Ms, p99Ms, rssBytes, fourPerPair.msgPerS, paced.p99Ms];
      expect(
        all.every((figure) => figure > 0),
        JSON.stringify(summary),
      ).toBe(true);
      expect(Number.isFinite(bytesPerConnection)).toBe(true);
      expect(p99Ms).toBeGreaterThanOrEqual(p50Ms);
    }
    expect(tableOf(summaries).split('\n')).toHaveLength(15);
  },
);

test('a profile’s self-times are shares of the time that was not spent waiting', () => {
  const frame = (functionName: string) => ({ functionName, url: 'file:///a/b/c/d.ts', lineNumber: 6 });
  const nodes = ['one', 'two', '(idle)'].map((name, id) => ({ id, callFrame: frame(name) }));
  const times = selfTimes({ nodes, samples: [0, 1, 2, 1], timeDeltas: [10, 20, 100, 10] });
  expect(times).toEqual([
    { where: 'two  b/c/d.ts:7', share: 0.75 },
    { where: 'one  b/c/d.ts:7', share: 0.25 },
  ]);
});
