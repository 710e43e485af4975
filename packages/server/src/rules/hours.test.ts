import { OpeningHours } from '@shopbell/protocol';
import { expect, test } from 'vitest';
import { openAt } from './hours.ts';

type Span = { from: string; to: string };
const nineToFive: Span[] = [{ from: '09:00', to: '17:00' }];
const always: Span[] = [{ from: '00:00', to: '24:00' }];
const none: Span[] = [];
const workdays = [nineToFive, nineToFive, nineToFive, nineToFive, nineToFive, none, none];

const hours = (week: Span[][], timeZone = 'Europe/Berlin', holidays: object[] = []) =>
  OpeningHours.parse({ timeZone, week, holidays });
const everyDay = (spans: Span[]) => Array.from({ length: 7 }, () => spans);
const state = (of: OpeningHours, at: string) => {
  const { open, until } = openAt(of, Date.parse(at));
  return [open, until === undefined ? null : new Date(until).toISOString().slice(0, 16)];
};

const berlin = hours(workdays);

test.each([
  ['before it opens', '2026-06-03T06:59:59.999Z', false, '2026-06-03T07:00'],
  ['to the millisecond it opens', '2026-06-03T07:00:00Z', true, '2026-06-03T15:00'],
  ['just before it closes', '2026-06-03T14:59:59.999Z', true, '2026-06-03T15:00'],
  ['to the millisecond it closes', '2026-06-03T15:00:00Z', false, '2026-06-04T07:00'],
  ['on a Friday evening', '2026-06-05T20:00:00Z', false, '2026-06-08T07:00'],
  ['after midnight there, before midnight in UTC', '2026-06-02T22:30:00Z', false, '2026-06-03T07:00'],
  ['in winter time', '2026-12-02T08:00:00Z', true, '2026-12-02T16:00'],
  ['over the weekend on which summer time begins', '2026-03-27T18:00:00Z', false, '2026-03-30T07:00'],
  ['over the weekend on which it ends', '2026-10-23T18:00:00Z', false, '2026-10-26T08:00'],
])('R53 opening hours are told right %s', (_when, at, ...told) => {
  expect(state(berlin, at)).toEqual(told);
});

test.each([
  // The clocks of Berlin skip 02:00 to 03:00 on 29 March 2026, and show 02:00 to 03:00 twice on 25 October.
  [
    'a skipped time is the later one',
    { from: '02:30', to: '05:00' },
    ['2026-03-29T00:00:00Z', '2026-03-29T01:30'],
  ],
  [
    'one that is shown twice is the first',
    { from: '02:30', to: '05:00' },
    ['2026-10-24T23:00:00Z', '2026-10-25T00:30'],
  ],
  [
    'after a skipped hour the day goes on by its clocks',
    { from: '04:00', to: '05:00' },
    ['2026-03-29T00:00:00Z', '2026-03-29T02:00'],
  ],
] as const)('R53 where the clocks change, %s', (_what, span, [at, opens]) => {
  expect(state(hours(everyDay([span])), at)).toEqual([false, opens]);
});

test.each([
  ['Europe/Berlin', '2026-03-29T00:00:00Z', '2026-03-29T22:00'],
  ['America/New_York', '2026-11-01T05:30:00Z', '2026-11-02T05:00'],
  ['Australia/Lord_Howe', '2026-04-04T14:00:00Z', '2026-04-05T13:30'],
  ['Asia/Kathmandu', '2026-06-03T00:00:00Z', '2026-06-03T18:15'],
  ['Pacific/Apia', '2026-06-03T10:30:00Z', '2026-06-03T11:00'],
])('R53 a day ends with the clocks of %s, however long it is', (timeZone, at, until) => {
  const week = everyDay(none);
  const wall = new Date(at).toLocaleDateString('en-CA', { timeZone });
  const of = hours(week, timeZone, [{ date: wall, spans: always }]);
  expect(state(of, at)).toEqual([true, until]);
});

test('R53 a holiday stands in the place of its weekday, closed or with other hours', () => {
  const of = hours(workdays, 'Europe/Berlin', [
    { date: '2026-12-24', spans: [{ from: '09:00', to: '12:00' }] },
    { date: '2026-12-25', name: 'Christmas' },
  ]);
  expect(state(of, '2026-12-24T09:00:00Z')).toEqual([true, '2026-12-24T11:00']);
  expect(state(of, '2026-12-24T12:00:00Z')).toEqual([false, '2026-12-28T08:00']);
});

test('R53 spans that touch are one, over midnight too, in whatever order they are written', () => {
  const night = everyDay([
    { from: '20:00', to: '24:00' },
    { from: '00:00', to: '02:00' },
  ]);
  expect(state(hours(night), '2026-06-03T21:00:00Z')).toEqual([true, '2026-06-04T00:00']);
  expect(state(hours(night), '2026-06-03T23:00:00Z')).toEqual([true, '2026-06-04T00:00']);
  expect(state(hours(night), '2026-06-04T00:00:00Z')).toEqual([false, '2026-06-04T18:00']);
});

test('R53 a shop that never closes, and one that never opens, have no time for the other', () => {
  expect(state(hours(everyDay(always)), '2026-06-03T12:00:00Z')).toEqual([true, null]);
  expect(state(hours(everyDay(none)), '2026-06-03T12:00:00Z')).toEqual([false, null]);
});

test.each([
  ['Middle/Earth', nineToFive],
  ['Europe/Berlin', [{ from: '17:00', to: '09:00' }]],
  ['Europe/Berlin', [{ from: '9:00', to: '17:00' }]],
  ['Europe/Berlin', [{ from: '09:00', to: '24:30' }]],
])('R53 hours that cannot be are refused: %s %j', (timeZone, spans) => {
  expect(OpeningHours.safeParse({ timeZone, week: everyDay(spans) }).success).toBe(false);
});
