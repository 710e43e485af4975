import { Routing } from '@shopbell/protocol';
import { expect, test } from 'vitest';
import { canGive, firstState, hasRoom, isGiven, workerOf, type Colleague } from './workers.ts';

const nora = 'agt_nora_0001';
const routing = Routing.parse({
  capacity: 3,
  teams: [
    { id: 'returns', name: 'Returns', people: [nora] },
    { id: 'sales', name: 'Sales', people: ['agt_else_0001'] },
  ],
  people: [{ id: nora, capacity: 1, skills: ['french'] }],
});
const row = { person: nora, state: 'away', since: 5, seenAt: 9, routedAt: 7 } as const;
const colleague: Colleague = { id: nora, name: 'Nora', role: 'agent', isOnline: true, load: 0, row };

test.each([
  ['says so', { row: { ...row, state: 'available' } }, 'available', 5],
  ['is away', {}, 'away', 5],
  [
    'is not connected, whatever they said',
    { isOnline: false, row: { ...row, state: 'available' } },
    'offline',
    9,
  ],
  ['was away before they left', { isOnline: false }, 'offline', 5],
  ['answers and has said nothing yet', { row: undefined }, 'available', 0],
  ['supervises and has said nothing yet', { row: undefined, role: 'supervisor' }, 'away', 0],
  ['has never been here', { row: undefined, isOnline: false }, 'offline', 0],
] as const)(
  'R67 a state is what somebody said, and offline without a connection: who %s',
  (...[, who, state, since]) => {
    expect(workerOf(routing, { ...colleague, ...who })).toMatchObject({ state, since });
  },
);

test('R68 teams and skills are those the shop names, and one’s own capacity comes before the shop’s', () => {
  expect(workerOf(routing, colleague)).toMatchObject({
    capacity: 1,
    skills: ['french'],
    teams: new Set(['returns']),
  });
  const other = { ...colleague, id: 'agt_john_0001', row: undefined };
  expect(workerOf(routing, other)).toMatchObject({ capacity: 3, skills: [], teams: new Set(), routedAt: 0 });
});

test.each([
  ['of the team, with the skill', { team: 'returns', skills: ['french'] }, true],
  ['of no team, as none is needed', { team: null, skills: [] }, true],
  ['of another team', { team: 'sales', skills: [] }, false],
  ['without one of the skills', { team: null, skills: ['french', 'accounts'] }, false],
])('R68 somebody can give what is needed: %s', (_who, need, can) => {
  expect(canGive(workerOf(routing, colleague), need)).toBe(can);
});

test.each([
  ['available with room', 'available', 0, true],
  ['at their capacity', 'available', 1, false],
  ['over it, by hand', 'available', 2, false],
  ['away', 'away', 0, false],
] as const)('R71 there is room for another one: %s', (...[, state, load, has]) => {
  const worker = workerOf(routing, { ...colleague, load, row: { ...row, state } });
  expect(hasRoom(worker)).toBe(has);
});

test('R67 only people who answer shoppers are ever given any, and a role decides how they begin', () => {
  const roles = ['agent', 'trainee', 'supervisor', 'bot', 'office', 'admin'] as const;
  expect(roles.filter(isGiven)).toEqual(['agent', 'supervisor', 'admin']);
  expect(roles.filter((role) => firstState(role) === 'available')).toEqual(['agent']);
});
