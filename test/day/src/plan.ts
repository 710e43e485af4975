import type { Random } from '@shopbell-test/kit';
import { Routing } from '@shopbell/protocol';

/** What is to happen on a day, and how much of it. */
export type Size = { agents: number; conversations: number };

/** Somebody who works that day. Times in ms since the shop opened. */
export type Shift = {
  name: string;
  /** When they are there for shoppers, one stretch after the other. */
  stretches: readonly { from: number; to: number }[];
  /** When their connection fails, and for how long. */
  losses: readonly { at: number; forMs: number }[];
};

/** Somebody who rings. */
export type Arrival = { at: number; path: string; isRegular: boolean };

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** How much is going on in each hour the shop is open. */
const busyness = [3, 6, 9, 10, 12, 9, 8, 8, 9, 11, 8, 4] as const;
/** So long the shop is open. */
export const openMs = busyness.length * hourMs;

const paths = ['/returns/order', '/fr/tins', '/tins/tea', '/tins/coffee', '/cart', '/'] as const;

const between = (random: Random, from: number, to: number): number =>
  from + random.int(Math.max(1, to - from));

/** When somebody rings: by the hour, now and then several in one second. */
const arrivals = (random: Random, { conversations }: Size): Arrival[] => {
  const hours = busyness.flatMap((weight, hour) => Array.from({ length: weight }, () => hour));
  const all: Arrival[] = [];
  while (all.length < conversations) {
    const at = random.pick(hours) * hourMs + random.int(hourMs);
    const together = random.int(12) === 0 ? Math.min(between(random, 2, 7), conversations - all.length) : 1;
    for (let each = 0; each < together; each += 1)
      all.push({
        at,
        path: random.pick(paths),
        isRegular: random.int(4) === 0,
      });
  }
  return all.toSorted((one, other) => one.at - other.at);
};

/** Early or late, a break in the middle, a few lost connections: some are over at once, others are not. */
const shift = (random: Random, name: string, index: number): Shift => {
  const [from, to] = index % 2 === 0 ? [0, 8 * hourMs] : [4 * hourMs, openMs];
  const breakAt = between(random, from + 2 * hourMs, from + 5 * hourMs);
  const breakEnds = breakAt + between(random, 15 * minuteMs, 45 * minuteMs);
  const losses = Array.from({ length: random.int(4) }, () => ({
    at: between(random, from, to),
    forMs: between(random, 5_000, 8 * minuteMs),
  }));
  return {
    name,
    stretches: [
      { from, to: breakAt },
      { from: breakEnds, to },
    ],
    losses,
  };
};

/** The shop’s settings: two teams, a skill, somebody who can have less, an overflow. `ids`: its people. */
export const routingOf = (ids: readonly string[]): Routing =>
  Routing.parse({
    order: 'least_busy',
    capacity: 5,
    overflowMs: 4 * minuteMs,
    returnMs: 2 * minuteMs,
    teams: [{ id: 'returns', name: 'Returns', people: ids.filter((_, index) => index % 3 === 0) }],
    people: ids.map((id, index) => ({
      id,
      ...(index % 5 === 4 ? { capacity: 2 } : {}),
      skills: index % 3 === 1 ? ['french'] : [],
    })),
    rules: [
      { when: { page: '/returns/*' }, team: 'returns' },
      { when: { page: '/fr/*' }, skills: ['french'] },
    ],
  });

/** A day of a seed: the same seed, the same day. */
export const planDay = (random: Random, size: Size): { arrivals: Arrival[]; shifts: Shift[] } => ({
  arrivals: arrivals(random, size),
  shifts: Array.from({ length: size.agents }, (_, index) => shift(random, `Agent ${index + 1}`, index)),
});
