import { Routing, type ConversationId } from '@shopbell/protocol';
import { expect, test } from 'vitest';
import { choose } from './choose.ts';
import { decideGiving, isLost, type Waiting } from './give.ts';
import { anything } from './need.ts';
import type { Worker } from './workers.ts';

const worker = (name: string, more: Partial<Worker> = {}): Worker => ({
  id: `agt_${name}_0001`,
  name,
  state: 'available',
  since: 0,
  load: 0,
  capacity: 2,
  skills: [],
  teams: new Set(),
  routedAt: 0,
  ...more,
});
const names = (all: readonly { conversation: ConversationId; to: Worker }[]) =>
  all.map(({ conversation, to }) => `${conversation.slice(4)} → ${to.name}`);
const waiting = (name: string, since: number, more: Partial<Waiting> = {}): Waiting => ({
  conversation: `cnv_${name}`,
  since,
  had: null,
  page: null,
  isSignedIn: false,
  ...more,
});
const returned = { page: { url: 'https://shop.test/returns' } };
const routing = Routing.parse({
  teams: [{ id: 'returns', name: 'Returns', people: [] }],
  rules: [{ when: { page: '/returns' }, team: 'returns' }],
  overflowMs: 60_000,
});
const now = 1_000_000;

test.each<[string, Routing['order'], Partial<Worker>, Partial<Worker>, string]>([
  ['who has less to do', 'least_busy', { load: 1 }, { load: 0 }, 'Ben'],
  [
    'a half of four is less than one of one and a half',
    'least_busy',
    { load: 2, capacity: 4 },
    { load: 2, capacity: 3 },
    'Ada',
  ],
  ['alike busy: who has waited longest for one', 'least_busy', { routedAt: 9 }, { routedAt: 4 }, 'Ben'],
  ['alike in all: always the same one', 'least_busy', {}, {}, 'Ada'],
  ['by turns, however busy', 'round_robin', { load: 1, routedAt: 4 }, { load: 0, routedAt: 9 }, 'Ada'],
  ['by turns, the other one next', 'round_robin', { routedAt: 9 }, { load: 1, routedAt: 4 }, 'Ben'],
  ['a turn is passed over by who has no room', 'round_robin', { load: 2 }, { routedAt: 9 }, 'Ben'],
])('R69 the next one goes to %s', (...[, order, ada, ben, name]) => {
  const workers = [worker('Ada', ada), worker('Ben', ben)];
  expect(choose({ order, sticky: true }, anything, { workers, had: null })?.name).toBe(name);
});

test.each<[string, boolean, Partial<Worker>, string]>([
  ['has room', true, { load: 1 }, 'Ben'],
  ['has none', true, { load: 2 }, 'Ada'],
  ['is away', true, { state: 'away' }, 'Ada'],
  ['has room, but the shop does not want that', false, { load: 1 }, 'Ada'],
])(
  'R70 a shopper who comes back gets whom they had, if that one counts: who %s',
  (...[, sticky, ben, name]) => {
    const workers = [worker('Ada'), worker('Ben', ben)];
    const to = choose({ order: 'least_busy', sticky }, anything, { workers, had: 'agt_Ben_0001' });
    expect(to?.name).toBe(name);
  },
);

test('R70 whom they had is passed over where another team is needed', () => {
  const workers = [worker('Ada', { load: 1, teams: new Set(['returns']) }), worker('Ben')];
  const need = { team: 'returns', skills: [] };
  expect(choose(routing, need, { workers, had: 'agt_Ben_0001' })?.name).toBe('Ada');
});

test('R68 who waits longest is looked at first, and nobody is given more than they can have', () => {
  const given = decideGiving(routing, {
    waiting: [waiting('late', 9), waiting('early', 1), waiting('middle', 5)],
    workers: [worker('Ada', { load: 1 }), worker('Ben', { capacity: 1 })],
    now,
  });
  expect(names(given)).toEqual(['early → Ben', 'middle → Ada']);
});

test('R68 one for whom nobody has room holds up none behind them', () => {
  const given = decideGiving(routing, {
    waiting: [waiting('returns', now - 5, returned), waiting('other', now - 1)],
    workers: [worker('Ada'), worker('Ben', { teams: new Set(['returns']), load: 2 })],
    now,
  });
  expect(names(given)).toEqual(['other → Ada']);
});

test('R73 one who has waited for a team long enough gets whoever has room', () => {
  const given = decideGiving(routing, {
    waiting: [waiting('patient', now - 60_000, returned), waiting('new', now - 59_999, returned)],
    workers: [worker('Ada')],
    now,
  });
  expect(names(given)).toEqual(['patient → Ada']);
});

test('R69 several at once go round', () => {
  const given = decideGiving(
    { ...routing, order: 'round_robin' },
    {
      waiting: [1, 2, 3, 4].map((since) => waiting(`${since}`, since)),
      workers: [
        worker('Ada', { routedAt: 3 }),
        worker('Ben', { routedAt: 2 }),
        worker('Cleo', { routedAt: 1 }),
      ],
      now,
    },
  );
  expect(names(given)).toEqual(['1 → Cleo', '2 → Ben', '3 → Ada', '4 → Cleo']);
});

test('R71 a capacity of nothing is given nothing', () => {
  const workers = [worker('Ada', { capacity: 0 })];
  expect(decideGiving(routing, { waiting: [waiting('one', 1)], workers, now })).toEqual([]);
});

test.each([
  ['who is there has them, however long', 'available', 0, 0, false],
  ['gone for as long as is allowed', 'offline', 100, 0, true],
  ['not gone for long enough', 'offline', 101, 0, false],
  ['the shopper has not waited for long enough', 'offline', 0, 101, false],
  ['away is not there either', 'away', 100, 100, true],
] as const)('R74 a shopper is lost to who is gone: %s', (...[, state, since, waitingSince, isSo]) => {
  expect(isLost({ returnMs: 1_000 }, { state, since }, { waitingSince, now: 1_100 })).toBe(isSo);
});
