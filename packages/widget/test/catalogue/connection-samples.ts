import type { FirstForm } from '../../src/panel/panel-state.ts';
import {
  conversation,
  live,
  minuteMs,
  now,
  own,
  refused,
  samplesOf,
  talk,
  waiting,
  type Sample,
} from './sample.ts';
import type { Said } from './said.ts';

const closed = (until?: number) => ({
  open: false,
  timeZone: 'Europe/Berlin',
  ...(until === undefined ? {} : { until }),
});
const queued = (ask: string, place: { ahead: number; atLeast?: true; waitMs?: number }) => ({
  state: {
    ...talk(own(ask)),
    conversation: conversation('queued'),
    queue: { conversation: conversation('queued').id, ...place },
  },
});
const forms: FirstForm[] = [];

/** The line, who is there, the place in the queue, and the field. */
export const connectionSamples = (said: Said): Sample[] => [
  ...samplesOf('line', {
    'before anything': { state: {} },
    'the first time': { state: { connection: { name: 'connecting', attempt: 1 } } },
    again: { state: { connection: { name: 'opening', attempt: 3 } } },
    'none, trying again': { state: { connection: { name: 'waiting', attempt: 2, retryAt: now } } },
    'none, in a conversation': {
      state: {
        ...talk(own(said.ask)),
        connection: { name: 'waiting', attempt: 2, retryAt: now },
        pending: [waiting(said.more)],
      },
    },
    refused: { state: { connection: { name: 'refused', error: refused('forbidden') } } },
    outdated: { state: { connection: { name: 'refused', error: refused('unsupported_protocol') } } },
    closed: { state: { connection: { name: 'closed' } } },
  }),
  ...samplesOf('nothing said', {
    'who is there is not known': { state: { ...live, isStaffed: null } },
    'somebody is there': { state: live },
    'nobody is there': { state: { ...live, isStaffed: false } },
    'closed until a time': {
      state: { ...live, isStaffed: false, service: { hours: closed(now + 900 * minuteMs), forms } },
    },
    'closed for long': { state: { ...live, isStaffed: false, service: { hours: closed(), forms } } },
    'a draft': { state: { ...live, draft: said.ask } },
    'a long draft': { state: { ...live, draft: `${said.long}\n`.repeat(3) } },
    'a few characters left': { state: { ...live, draft: 'x'.repeat(3_950) } },
    'too long': { state: { ...live, draft: 'x'.repeat(4_012) } },
    'covering the page': { state: { ...live, isModal: true } },
  }),
  ...samplesOf('queue', {
    'place not known': { state: { ...talk(own(said.ask)), conversation: conversation('queued') } },
    next: queued(said.ask, { ahead: 0 }),
    'some before': queued(said.ask, { ahead: 3, waitMs: 7 * minuteMs }),
    'next, with a time': queued(said.ask, { ahead: 0, waitMs: minuteMs }),
    many: queued(said.ask, { ahead: 100, atLeast: true }),
  }),
];
