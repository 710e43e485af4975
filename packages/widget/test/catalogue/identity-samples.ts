import {
  byShopper,
  entry,
  minuteMs,
  now,
  own,
  refused,
  samplesOf,
  talk,
  type Answers,
  type Sample,
} from './sample.ts';
import type { Hands } from './hands.ts';
import type { Said } from './said.ts';

const address = 'm•••@example.com';
const asked = entry('identity', { step: 'asked' });
const sent = (at: number) => entry('identity', { step: 'sent', address }, { ...byShopper, at });
const refuses = (error: Error) => (): never => {
  throw error;
};
const never = () => new Promise<never>(() => {});

const mail = async ({ fill, press }: Hands): Promise<void> => {
  await fill('.prove input', 'mara@example.com');
  await press('.prove .yes');
};
const code = async ({ fill, press }: Hands): Promise<void> => {
  await fill('.prove input', '123456');
  await press('.prove .yes');
};

/** Every step of proving a mail address, and everything that can be wrong with it. */
export const identityViews = (said: Said): Sample[] => {
  const asking = talk(own(said.ask), asked);
  const coding = talk(own(said.ask), asked, sent(now - 2 * minuteMs));
  const requesting = (answer: Answers[string]) => ({
    state: asking,
    answers: { 'identity:request-code': answer },
    act: mail,
  });
  const confirming = (answer: Answers[string]) => ({
    state: coding,
    answers: { 'identity:confirm-code': answer },
    act: code,
  });
  return samplesOf('identity', {
    asked: { state: asking },
    'no address': { state: asking, act: ({ press }) => press('.prove .yes') },
    'sending the code': requesting(never),
    'code sent': requesting(() => ({})),
    'code not sent': requesting(refuses(refused('unavailable'))),
    'too many codes': requesting(refuses(refused('rate_limited', { retryAfterMs: 90_000 }))),
    'no line': requesting(refuses(refused('timeout'))),
    'it did not work': requesting(refuses(refused('internal'))),
    'code asked': { state: coding },
    'code asked just now': { state: talk(own(said.ask), asked, sent(now)) },
    'no code': { state: coding, act: ({ press }) => press('.prove .yes') },
    'checking the code': confirming(never),
    'wrong code': confirming(refuses(refused('forbidden', { triesLeft: 2 }))),
    'code no longer valid': confirming(refuses(refused('conflict'))),
    proved: { state: talk(own(said.ask), asked, sent(now), entry('identity', { step: 'proved', address })) },
    failed: {
      state: talk(own(said.ask), asked, entry('identity', { step: 'failed', why: 'tries' })),
    },
    'asked before': {
      state: talk(
        asked,
        sent(now - minuteMs),
        entry('identity', { step: 'failed', why: 'tries' }),
        own(said.ask),
        asked,
      ),
    },
  });
};
