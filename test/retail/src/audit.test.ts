import type { AnyEntry } from '@shopbell/agent';
import { expect, test } from 'vitest';
import { audit } from './audit.ts';

const write = { isWrite: (name: string) => name === 'order.cancel', done: [] as string[] };

/** A transcript in short: `a:confirmed` is a step of action a; the shopper agrees, the office does the rest. */
const transcript = (...steps: string[]): AnyEntry[] =>
  steps.map((each, index) => {
    const [action = '', step = '', by = step === 'confirmed' ? 'shopper' : 'office'] = each.split(':');
    const data = { action, step, name: action.startsWith('look') ? 'order.lookup' : 'order.cancel' };
    return { seq: index + 1, type: 'action', by: { kind: by }, data } as unknown as AnyEntry;
  });
const whole = ['a:requested', 'a:planned', 'a:confirmed', 'a:running', 'a:succeeded', 'a:verified'];

test('counts writes, agreements and refusals; reads are none of them', () => {
  const entries = transcript(
    ...whole,
    'b:requested',
    'b:refused',
    'look:requested',
    'look:running',
    'look:failed',
  );
  expect(audit(entries, { ...write, done: ['a'] })).toEqual({
    writes: 1,
    confirmed: 1,
    refused: 1,
    faults: [],
  });
});

test.each([
  ['ran without the shopper', ['a:requested', 'a:planned', 'a:running', 'a:succeeded', 'a:verified']],
  ['ran without the shopper', ['a:planned', 'a:running', 'a:confirmed', 'a:verified']],
  ['ran without the shopper', ['a:planned', 'a:confirmed:agent', 'a:running', 'a:verified']],
  ['ran without the shopper', ['b:confirmed', 'b:running', 'b:verified', 'a:running', 'a:verified']],
  ['ran more than once', ['a:confirmed', 'a:running', 'a:running', 'a:verified']],
  ['did not come to an end', ['a:planned', 'a:confirmed', 'a:running', 'a:succeeded']],
  ['did not come to an end', ['a:confirmed', 'a:running', 'a:unverified']],
])('finds a write that %s', (fault, steps) => {
  expect(audit(transcript(...steps), write).faults).toEqual([expect.stringContaining(fault)]);
});

test('finds what the shop did and nobody heard of', () => {
  const { faults } = audit(transcript(...whole), { ...write, done: ['a', 'c'] });
  expect(faults).toEqual([expect.stringContaining('the shop did c')]);
});
