import { seeded } from '@shopbell-test/kit';
import { afterAll, describe, expect, test } from 'vitest';
import { tableOf, type Row, type Scenario } from './scenario.ts';
import { scenarios } from './scenarios.ts';

const table: Row[] = [];

afterAll(() => console.log(`\n${tableOf(table)}\n`));

/** Plays it and resolves to what was wrong, what was not hit often enough included. */
const playShort = async ({ name, rounds, play }: Scenario): Promise<string[]> => {
  const random = seeded(`chaos, ${name}`);
  const { rows, violations } = await play({ rounds: rounds.short, random, isShort: true });
  table.push(...rows);
  const missed = rows.filter(({ hits, wanted }) => hits < wanted);
  return [...violations, ...missed.map(({ fault, hits }) => `${fault} hit ${hits} times`)];
};

const { relay, store, postgres, network, client, load } = scenarios;

// Those that mostly wait first: together they take as long as the longest.
describe('R1 R2 R3 R6 nothing acknowledged is lost, nothing doubled, no hole in', () => {
  test.concurrent.for([...network, ...postgres, ...client, ...relay, ...store])(
    '$name',
    { timeout: 300_000 },
    async (scenario, { expect }) => {
      expect(await playShort(scenario)).toEqual([]);
    },
  );
});

describe('R1 the relay keeps its promises to everybody under', () => {
  test.for(load)('$name', { timeout: 120_000 }, async (scenario) => {
    expect(await playShort(scenario)).toEqual([]);
  });
});

test('a scenario is known by its name, and no name begins another part’s', () => {
  const all = Object.values(scenarios).flat();
  const names = all.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => name in scenarios)).toEqual([]);
});
