import { seeded } from '@shopbell-test/kit';
import { afterAll, describe, expect, test } from 'vitest';
import { tableOf, type Row } from './scenario.ts';
import { scenarios } from './scenarios.ts';

const table: Row[] = [];

afterAll(() => console.log(`\n${tableOf(table)}\n`));

describe('R32 R33 R34 no action is done twice, denied or left open when', () => {
  test.concurrent.for(scenarios.actions)(
    '$name',
    { timeout: 600_000 },
    async ({ name, rounds, play }, { expect }) => {
      const random = seeded(`chaos, ${name}`);
      const { rows, violations } = await play({ rounds: rounds.short, random, isShort: true });
      table.push(...rows);
      expect(violations).toEqual([]);
      expect(rows.filter(({ hits, wanted }) => hits < wanted)).toEqual([]);
    },
  );
});

test('a scenario is known by its name', () => {
  const names = scenarios.actions.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
