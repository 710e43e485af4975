import { expect, test } from 'vitest';
import { playDay } from './play.ts';

test.each([7, 42])(
  'R68 R71 R72 R73 R74 a day goes by: everybody gets somebody in their turn, and nobody has too much (seed %i)',
  async (seed) => {
    const { violations, counts } = await playDay(seed, { agents: 4, conversations: 60 });
    expect(violations).toEqual([]);
    expect(counts.given).toBeGreaterThanOrEqual(60);
  },
);
