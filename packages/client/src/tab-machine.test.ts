import { describe, expect, test } from 'vitest';
import { apart, nextTab, type TabEffect, type TabEvent, type TabState } from './tab-machine.ts';

const states = {
  apart,
  seeking: { ...apart, wants: true, seeks: 'urgently' },
  through: { ...apart, wants: true, through: 'a.1' },
  leading: { ...apart, leads: true, wants: true },
} as const satisfies Record<string, TabState>;

const events = {
  dial: { name: 'dial' },
  'hang-up': { name: 'hang-up' },
  granted: { name: 'granted' },
  stolen: { name: 'stolen' },
  open: { name: 'heard', line: 'a.1', state: 'open' },
  other: { name: 'heard', line: 'a.2', state: 'open' },
  coming: { name: 'heard', line: 'a.1', state: 'coming' },
  none: { name: 'heard', line: 'a.1', state: 'none' },
  silence: { name: 'silence' },
  check: { name: 'check' },
  beat: { name: 'beat' },
  leave: { name: 'leave' },
} as const satisfies Record<string, TabEvent>;

type Cell = TabEffect[] | 'stays';
const seek: Cell = ['queue', 'ask', 'expect'];

/** What is done on every event in every state. The types demand that none is missing. */
const table: Record<keyof typeof states, Record<keyof typeof events, Cell>> = {
  apart: {
    dial: seek,
    'hang-up': [],
    granted: ['calm', 'wake'],
    stolen: 'stays',
    open: ['calm', 'wake'],
    other: ['calm', 'wake'],
    coming: ['calm'],
    none: ['calm'],
    silence: 'stays',
    check: seek,
    beat: ['queue', 'ask', 'expect-calmly'],
    leave: ['calm', 'release'],
  },
  seeking: {
    dial: seek,
    'hang-up': [],
    granted: ['calm', 'dial'],
    stolen: 'stays',
    open: ['calm', 'open'],
    other: ['calm', 'open'],
    coming: ['expect-calmly'],
    none: ['calm', 'lose'],
    silence: ['steal'],
    check: 'stays',
    beat: 'stays',
    leave: ['calm', 'release', 'lose'],
  },
  through: {
    dial: seek,
    'hang-up': [],
    granted: ['calm', 'lose', 'wake'],
    stolen: 'stays',
    open: ['calm'],
    other: ['calm', 'lose', 'wake'],
    coming: ['calm', 'lose', 'wake'],
    none: ['calm', 'lose'],
    silence: 'stays',
    check: seek,
    beat: ['queue', 'ask', 'expect-calmly'],
    leave: ['calm', 'release', 'lose'],
  },
  leading: {
    dial: ['dial'],
    'hang-up': ['hang-up'],
    granted: 'stays',
    stolen: ['hang-up', 'lose', 'wake'],
    open: 'stays',
    other: 'stays',
    coming: 'stays',
    none: 'stays',
    silence: 'stays',
    check: 'stays',
    beat: 'stays',
    leave: ['hang-up', 'release', 'lose'],
  },
};

const cells = Object.entries(table).flatMap(([state, row]) =>
  Object.entries(row).map(([event, cell]) => ({ state, event, cell })),
);

describe('a tab', () => {
  test.each(cells)('that is $state answers $event', ({ state, event, cell }) => {
    const from = states[state as keyof typeof states];
    const step = nextTab(from, events[event as keyof typeof events]);
    expect(step).toMatchObject(cell === 'stays' ? { state: from, effects: [] } : { effects: cell });
  });

  test('that loses its line wants none until its connection dials again', () => {
    expect(nextTab(states.through, events.none).state).toEqual(apart);
    expect(nextTab(states.leading, events.stolen).state).toEqual(apart);
    expect(nextTab(states.through, events.granted).state).toEqual({ ...apart, leads: true });
  });

  test('that asks calmly asks urgently when something depends on it', () => {
    const calm = nextTab(states.through, events.beat).state;
    expect(nextTab(calm, events.beat).effects).toEqual([]);
    expect(nextTab(calm, events.check).effects).toEqual(seek);
    expect(nextTab(calm, events.silence).effects).toEqual(['steal']);
  });
});
