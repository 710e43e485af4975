import type { ActionStep, AnyEntry } from '@shopbell/protocol';
import {
  byShopper,
  conversation,
  entry,
  live,
  logOf,
  minuteMs,
  nora,
  now,
  own,
  refused,
  samplesOf,
  says,
  talk,
  waiting,
  type Sample,
} from './sample.ts';
import type { Said } from './said.ts';

const dayMs = 24 * 60 * minuteMs;
const bot = { kind: 'bot', id: 'agt_catalogue001', name: 'Bell' } as const;
const office = { kind: 'office', id: 'agt_catalogue002', name: 'Back office' } as const;
const codes = [
  'bad_request',
  'too_large',
  'rate_limited',
  'nonce_reused',
  'not_found',
  'forbidden',
  'unauthenticated',
  'internal',
] as const;
const acts = (step: ActionStep) =>
  entry(
    'action',
    { action: `act_${step}0000000`, name: 'order.refund', title: 'AS-10443', step },
    { by: office },
  );
const status = (to: 'queued' | 'closed' | 'reopened') => entry('status', { status: to });
const unknown = { ...logOf(status('queued'))[0], type: 'unknown', data: {} } as AnyEntry;

/** What was said, how it stands, and what happened around it. */
export const messageSamples = (said: Said): Sample[] => [
  ...samplesOf('messages', {
    'question and answer': {
      state: { ...talk(own(said.ask), own(said.more), says(said.answer)), seenSeq: 2 },
    },
    'over days, by several': {
      state: talk(
        own(said.ask, now - 2 * dayMs),
        says(said.answer, { by: bot, at: now - dayMs }),
        entry('assignment', { to: nora }),
        says(said.link),
        says(said.mixed),
        own(said.mixed),
      ),
    },
    'long words': {
      state: talk(
        own(said.long),
        says(said.long),
        own('x'.repeat(300)),
        says('https://x.example/'.padEnd(240, 'y')),
      ),
    },
    'one under way': { state: { ...talk(own(said.ask)), pending: [waiting(said.more)] } },
    'one late': {
      state: {
        ...talk(own(said.ask)),
        pending: [waiting(said.more, { delayed: { error: refused('unavailable'), retryAt: now } })],
      },
    },
    'many at once': {
      state: {
        ...talk(own(said.ask)),
        pending: [waiting(said.more, { delayed: { error: refused('rate_limited'), retryAt: now } })],
      },
    },
    refused: {
      state: {
        ...talk(says(said.answer)),
        pending: codes.map((code) => waiting(`${said.more} (${code})`, { error: refused(code) })),
      },
    },
    sent: {
      state: {
        ...talk(own(said.ask)),
        acknowledged: [{ pending: waiting(said.more), seq: 2, at: now }],
      },
    },
    seen: { state: { ...talk(own(said.ask)), seenSeq: 9 } },
    typing: { state: { ...talk(own(said.ask)), typing: 'Nora Berg' } },
    'typing, without a name': { state: { ...talk(own(said.ask)), typing: '' } },
    'read out': {
      state: { ...talk(own(said.ask), says(said.answer)), announcement: `Nora Berg: ${said.answer}` },
    },
    'further up, with news': {
      state: { ...talk(...Array.from({ length: 24 }, () => says(said.answer))), readSeq: 20 },
      act: (hands) => hands.scroll('.scroller', 0),
    },
  }),
  ...samplesOf('events', {
    'a greeting answered': {
      state: talk(
        entry('greeting', { greeting: 'tins', by: 'Kettle & Leaf', text: said.answer }, byShopper),
        own(said.ask),
      ),
    },
    'come and gone': {
      state: talk(
        own(said.ask),
        status('queued'),
        entry('assignment', { to: nora }),
        entry('assignment', { to: null }),
      ),
    },
    closed: {
      state: {
        ...talk(own(said.ask), says(said.answer), status('closed')),
        conversation: conversation('closed'),
      },
    },
    reopened: { state: talk(own(said.ask), status('closed'), status('reopened'), own(said.more)) },
    erased: {
      state: talk(
        own(said.ask),
        entry('erased', { at: now }),
        entry('erased', { at: now }),
        says(said.answer),
      ),
    },
    'of a later version': { state: { ...live, conversation: conversation('open'), entries: [unknown] } },
    'actions in a line': {
      state: talk(acts('running'), acts('refused'), acts('failed'), acts('cancelled'), acts('requested')),
    },
  }),
];
