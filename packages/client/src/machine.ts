import type { ShopbellError } from '@shopbell/protocol';
import type { ConnectionState } from './connection.ts';

/**
 * The life of a connection.
 *
 *                              ┌───────── connected (a better transport) ─┐
 *            start             ▼   connected           opened             │   (connected again while opening: anew)
 *     idle ────────▶ connecting ──────────▶ opening ──────────▶ live ─────┘
 *                     ▲  │                     │                 │
 *        due, wake,   │  │ lost                │ lost            │ lost
 *        start        │  ▼                     │                 │
 *                    waiting ◀─────────────────┴─────────────────┘
 *
 *     connecting, opening, live ── refused ──▶ refused ── start ──▶ connecting
 *     any ── close ──▶ closed, for good
 *
 * What is not drawn changes nothing: late news of a connection that is no more.
 */
export type MachineEvent =
  | { name: 'start' }
  | { name: 'connected' }
  | { name: 'opened'; transport: 'websocket' | 'http' }
  | { name: 'lost'; retryAt: number }
  | { name: 'refused'; error: ShopbellError }
  | { name: 'due' }
  | { name: 'wake' }
  | { name: 'close' };

/** What is to be done, in this order: `hang-up` ends the link, `open` says who one is, `resume` asks for what was missed. */
export type Effect = 'hang-up' | 'wait' | 'connect' | 'open' | 'resume';

/** A state and what to do on arriving there. */
export type Step = { state: ConnectionState; effects: readonly Effect[] };

const connecting = (attempt: number): Step => ({
  state: { name: 'connecting', attempt },
  effects: ['connect'],
});

const opening = (attempt: number): Step => ({ state: { name: 'opening', attempt }, effects: ['open'] });

const down = (state: ConnectionState, effects: readonly Effect[] = []): Step => ({
  state,
  effects: ['hang-up', ...effects],
});

/** What every state with a link does with bad news. */
const ended = (state: ConnectionState, event: MachineEvent, attempt: number): Step => {
  if (event.name === 'lost') return down({ name: 'waiting', attempt, retryAt: event.retryAt }, ['wait']);
  if (event.name === 'refused') return down({ name: 'refused', error: event.error });
  return { state, effects: [] };
};

/** The next state, and what to do. Pure: the caller owns links, timers and randomness. */
export const next = (state: ConnectionState, event: MachineEvent): Step => {
  if (event.name === 'close' && state.name !== 'closed') return down({ name: 'closed' });
  switch (state.name) {
    case 'idle':
    case 'refused':
      return event.name === 'start' ? connecting(1) : { state, effects: [] };
    case 'connecting':
      return event.name === 'connected' ? opening(state.attempt) : ended(state, event, state.attempt);
    case 'opening':
      // A better transport came while the session was being opened on the other, which is gone by now.
      if (event.name === 'connected') return opening(state.attempt);
      return event.name === 'opened'
        ? { state: { name: 'live', transport: event.transport }, effects: ['resume'] }
        : ended(state, event, state.attempt);
    case 'live':
      return event.name === 'connected' ? opening(1) : ended(state, event, 0);
    case 'waiting':
      return event.name === 'due' || event.name === 'wake' || event.name === 'start'
        ? connecting(state.attempt + 1)
        : { state, effects: [] };
    case 'closed':
      return { state, effects: [] };
    default:
      return state satisfies never;
  }
};
