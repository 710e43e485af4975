import { refuse } from '@shopbell/protocol/errors';
import { describe, expect, test } from 'vitest';
import type { ConnectionState } from './connection.ts';
import { next, type Effect, type MachineEvent } from './machine.ts';

const error = refuse('unauthenticated', 'no');

const states = {
  idle: { name: 'idle' },
  connecting: { name: 'connecting', attempt: 3 },
  opening: { name: 'opening', attempt: 3 },
  live: { name: 'live', transport: 'http' },
  waiting: { name: 'waiting', attempt: 3, retryAt: 50 },
  refused: { name: 'refused', error },
  closed: { name: 'closed' },
} as const satisfies Record<ConnectionState['name'], ConnectionState>;

const events = {
  start: { name: 'start' },
  connected: { name: 'connected' },
  opened: { name: 'opened', transport: 'websocket' },
  lost: { name: 'lost', retryAt: 99 },
  refused: { name: 'refused', error },
  due: { name: 'due' },
  wake: { name: 'wake' },
  close: { name: 'close' },
} as const satisfies Record<MachineEvent['name'], MachineEvent>;

type Cell = [ConnectionState, ...Effect[]] | 'stays';
const connecting = (attempt: number): Cell => [{ name: 'connecting', attempt }, 'connect'];
const waiting = (attempt: number): Cell => [{ name: 'waiting', attempt, retryAt: 99 }, 'hang-up', 'wait'];
const opening = (attempt: number): Cell => [{ name: 'opening', attempt }, 'open'];
const live: Cell = [{ name: 'live', transport: 'websocket' }, 'resume'];
const refused: Cell = [{ name: 'refused', error }, 'hang-up'];
const closed: Cell = [{ name: 'closed' }, 'hang-up'];
const stays = 'stays' as const;

/** Every state × every event. The types demand that none is missing. */
const table: Record<keyof typeof states, Record<keyof typeof events, Cell>> = {
  idle: {
    start: connecting(1),
    connected: stays,
    opened: stays,
    lost: stays,
    refused: stays,
    due: stays,
    wake: stays,
    close: closed,
  },
  connecting: {
    start: stays,
    connected: opening(3),
    opened: stays,
    lost: waiting(3),
    refused,
    due: stays,
    wake: stays,
    close: closed,
  },
  opening: {
    start: stays,
    connected: opening(3),
    opened: live,
    lost: waiting(3),
    refused,
    due: stays,
    wake: stays,
    close: closed,
  },
  live: {
    start: stays,
    connected: opening(1),
    opened: stays,
    lost: waiting(0),
    refused,
    due: stays,
    wake: stays,
    close: closed,
  },
  waiting: {
    start: connecting(4),
    connected: stays,
    opened: stays,
    lost: stays,
    refused: stays,
    due: connecting(4),
    wake: connecting(4),
    close: closed,
  },
  refused: {
    start: connecting(1),
    connected: stays,
    opened: stays,
    lost: stays,
    refused: stays,
    due: stays,
    wake: stays,
    close: closed,
  },
  closed: {
    start: stays,
    connected: stays,
    opened: stays,
    lost: stays,
    refused: stays,
    due: stays,
    wake: stays,
    close: stays,
  },
};

const cells = Object.entries(table).flatMap(([state, row]) =>
  Object.entries(row).map(([event, cell]) => {
    const from: ConnectionState = states[state as keyof typeof states];
    const input: MachineEvent = events[event as keyof typeof events];
    const [to, ...effects] = cell === 'stays' ? [from] : cell;
    return { state: from, event: input, to, effects };
  }),
);

describe('the machine', () => {
  test.each(cells)('answers $event.name in $state.name', ({ state, event, to, effects }) => {
    const step = next(state, event);
    expect(step).toEqual({ state: to, effects });
    // What changes nothing is the same object: that is how the caller knows.
    expect(step.state === state).toBe(to === state);
  });

  test('ends every link it leaves', () => {
    const withLink = ['connecting', 'opening', 'live'] as const;
    for (const name of withLink) {
      for (const event of [events.lost, events.refused, events.close]) {
        expect(next(states[name], event).effects[0]).toBe('hang-up');
      }
    }
  });
});
