import { until } from '@shopbell-test/kit';
import { altered, transactionPoint } from '../alter.ts';
import { openCrowd } from '../crowd/crowd.ts';
import type { Failpoint, Point } from '../failpoints.ts';
import type { Scenario } from '../scenario.ts';
import { startUndyingRelay } from '../undying-relay.ts';
import { hasty } from './kill-at-random.ts';

/** Each point, in the words of the promise it attacks. */
const places: Readonly<Record<Point, string>> = {
  'before commit': 'after validation',
  'in the transaction': 'in the transaction',
  'before reply': 'after commit, before reply',
  'before delivery': 'after reply, before delivery',
};
const points = Object.keys(places) as Point[];

/** The relay kills itself at each named point in turn, at a commit drawn by lot. */
export const killAtPoints: Scenario = {
  name: 'kill-at-points',
  rounds: { short: 2, long: 20 },
  play: async ({ rounds, random }) => {
    const deaths = rounds * points.length;
    const aims: Failpoint[] = [];
    const failpoint = (): Failpoint | null => {
      const point = points[aims.length % points.length];
      if (point === undefined || aims.length === deaths) return null;
      const aim = { step: 'message', point, after: 1 + random.int(20) };
      aims.push(aim);
      return aim;
    };
    await using relay = await startUndyingRelay({ failpoint, ...altered(transactionPoint) });
    await using crowd = await openCrowd(relay.ready, { customers: 12, betweenMs: 20, tuning: hasty });
    // The first life has no failpoint; it makes way for those that have.
    await relay.kill();
    await until('all to have died', () => relay.deaths() > deaths, 60_000 + deaths * 20_000);
    const { violations, counts } = await crowd.judge();
    // One life after the other: the first hit is that of the first aim.
    const dead = aims.slice(0, relay.hits.length);
    const rows = points.map((point) => {
      const hits = dead.filter((aim) => aim.point === point).length;
      const hit = { hits, wanted: rounds, kills: hits };
      return { fault: `kill -9 ${places[point]}`, ...hit, judged: counts.acknowledged, ends: counts };
    });
    return { rows, violations };
  },
};
