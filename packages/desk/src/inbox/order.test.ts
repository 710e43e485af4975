import type { Conversation } from '@shopbell/protocol';
import { expect, test } from 'vitest';
import { byUrgency, counts, isIn, listed, matches, waitsFor } from './order.ts';

type Values = Partial<Conversation>;
const conversation = (id: string, values: Values = {}): Conversation => ({
  id: `cnv_${id}`,
  shopper: { id: 'shp_00000001', name: 'Ada', claimed: {}, verified: null },
  status: 'queued',
  assignee: null,
  openedAt: 0,
  updatedAt: 0,
  waitingSince: null,
  lastSeq: 1,
  lastPublicSeq: 1,
  readPublicSeq: 0,
  seenPublicSeq: 0,
  preview: null,
  page: null,
  ...values,
});
const me = 'agt_me000000';
const tom = { id: 'agt_tom00000', name: 'Tom' };
const viewer = { me, online: new Set([me, tom.id]) };

test('what waits comes first with the longest wait on top, then what is open, then what is closed', () => {
  const all = [
    conversation('closed00', { status: 'closed', updatedAt: 99, waitingSince: 1 }),
    conversation('answered', { status: 'open', updatedAt: 50 }),
    conversation('recent00', { waitingSince: 20 }),
    conversation('older000', { status: 'open', updatedAt: 10 }),
    conversation('longest0', { waitingSince: 5 }),
  ];
  expect(all.sort(byUrgency).map(({ id }) => id)).toEqual([
    'cnv_longest0',
    'cnv_recent00',
    'cnv_answered',
    'cnv_older000',
    'cnv_closed00',
  ]);
});

test.each([
  ['nobody has it', { waitingSince: 1 }, true],
  ['I have it', { waitingSince: 1, assignee: { id: me, name: 'Nora' } }, true],
  ['a colleague who is there has it', { waitingSince: 1, assignee: tom }, false],
  [
    'a colleague who is not there has it',
    { waitingSince: 1, assignee: { id: 'agt_gone0000', name: 'Aylin' } },
    true,
  ],
  ['nobody waits in it', { waitingSince: null }, false],
  ['it is closed', { waitingSince: 1, status: 'closed' }, false],
] satisfies [string, Values, boolean][])(
  'whether a conversation waits for me when %s',
  (_when, values, expected) => {
    expect(waitsFor(conversation('x', values), viewer)).toBe(expected);
  },
);

test('mine are those I have, as long as they are not closed', () => {
  const mine = { assignee: { id: me, name: 'Nora' } };
  expect(isIn('mine', conversation('a', mine), viewer)).toBe(true);
  expect(isIn('mine', conversation('a', { ...mine, status: 'closed' }), viewer)).toBe(false);
  expect(isIn('mine', conversation('a', { assignee: tom }), viewer)).toBe(false);
});

test('a search finds every word, in names, addresses and the last message, whatever their case', () => {
  const one = conversation('a', {
    shopper: {
      id: 'shp_00000001',
      name: 'Marta Kowalska',
      claimed: { email: 'marta@example.com' },
      verified: null,
    },
    preview: { by: 'shopper', text: 'Where is my ORDER?', at: 1 },
  });
  expect(matches(one, 'kowalska order')).toBe(true);
  expect(matches(one, 'MARTA@EXAMPLE')).toBe(true);
  expect(matches(one, 'kowalska refund')).toBe(false);
  expect(matches(one, '')).toBe(true);
});

test('the counts are the lengths of the lists', () => {
  const all = [
    conversation('a', { waitingSince: 1 }),
    conversation('b', { status: 'open', assignee: { id: me, name: 'Nora' } }),
    conversation('c', { status: 'closed' }),
  ];
  const count = counts(all, viewer);
  expect(count).toEqual({ waiting: 1, mine: 1, all: 3 });
  for (const tab of ['waiting', 'mine', 'all'] as const) {
    expect(listed(all, viewer, { tab, search: '' })).toHaveLength(count[tab]);
  }
});
