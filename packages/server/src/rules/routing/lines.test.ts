import { expect, test } from 'vitest';
import { competes, placesAhead } from './lines.ts';

const line = (...teams: (string | null)[]) => teams.map((team) => ({ team }));

test.each([
  ['one queue: each has all before them', line(null, null, null), [0, 1, 2]],
  ['two teams: each has their own', line('a', 'b', 'a', 'b'), [0, 0, 1, 1]],
  ['those of no team are before everybody', line(null, 'a', 'b', 'a'), [0, 1, 1, 2]],
  ['everybody is before those of no team', line('a', 'b', null), [0, 0, 2]],
  ['nobody waits', line(), []],
])('R77 a place counts who waits for the same people: %s', (_what, waiting, ahead) => {
  expect(placesAhead(waiting)).toEqual(ahead);
});

test('R77 a place is what one competes for with those before', () => {
  const waiting = line('a', null, 'b', 'a', null, 'b');
  const counted = waiting.map(
    ({ team }, index) => waiting.slice(0, index).filter((other) => competes(team, other.team)).length,
  );
  expect(placesAhead(waiting)).toEqual(counted);
});
