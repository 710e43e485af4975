import { times } from '@shopbell/protocol/limits';
import { describe, expect, test } from 'vitest';
import { begun, type ActionFacts, type ActionProgress } from '../store/action-row.ts';
import { advance, nextAsk, triesMax, type ActionEvent } from './action-machine.ts';

const time = 1_000;
const plan = {
  summary: 'Refund it',
  confirm: true,
  approve: 'supervisor' as const,
  digest: 'new',
  expiresAt: 5_000,
};
const write: ActionFacts = { effect: 'write', plans: true, verifies: true, audience: 'everyone' };
const read: ActionFacts = { effect: 'read', plans: false, verifies: false, audience: 'everyone' };
const at = (step: ActionProgress['step'], more: Partial<ActionProgress> = {}): ActionProgress => ({
  ...begun(4_000),
  step,
  plan: step === 'requested' ? null : plan,
  timer: 'run',
  ...more,
});

const states = {
  'a read, requested': [read, at('requested', { plan: null, timer: 'plan' })],
  'a read, running': [read, at('running', { plan: null })],
  requested: [write, at('requested', { timer: 'plan' })],
  planned: [write, at('planned', { timer: 'expiry' })],
  confirmed: [write, at('confirmed', { timer: 'expiry', confirmed: true })],
  approved: [write, at('approved', { timer: 'expiry', approved: true })],
  agreed: [write, at('approved', { timer: 'expiry', confirmed: true, approved: true })],
  running: [write, at('running', { runs: 1 })],
  'running, unverifiable': [{ ...write, verifies: false }, at('running', { runs: 1 })],
  succeeded: [write, at('succeeded', { timer: 'verify', runs: 1 })],
  unknown: [write, at('unknown', { timer: 'verify', runs: 1 })],
  'unknown again': [write, at('unknown', { timer: 'verify', runs: 2 })],
} satisfies Record<string, [ActionFacts, ActionProgress]>;
type StateName = keyof typeof states;

const events = {
  planned: { type: 'planned', plan },
  refused: { type: 'refused' },
  succeeded: { type: 'succeeded', output: 1 },
  failed: { type: 'failed' },
  verified: { type: 'verified', output: 2 },
  unverified: { type: 'unverified' },
  nothing: { type: 'nothing' },
  later: { type: 'later', againInMs: 70 },
  confirm: { type: 'confirm', digest: 'new' },
  decline: { type: 'decline', digest: 'new' },
  approve: { type: 'approve', digest: 'new' },
  reject: { type: 'reject', digest: 'new' },
  cancel: { type: 'cancel' },
  run: { type: 'run' },
  asked: { type: 'asked' },
  silent: { type: 'silent' },
  cutOff: { type: 'cutOff' },
  due: { type: 'due' },
} satisfies Record<ActionEvent['type'], ActionEvent>;
type EventName = keyof typeof events;

/** The steps written down, `=` for none, and the timer after: `.` is the end. What is not here is refused. */
const table: Record<StateName, Partial<Record<EventName, string>>> = {
  'a read, requested': {
    refused: 'refused .',
    failed: 'failed .',
    cancel: 'cancelled .',
    run: 'running run',
    asked: '= plan',
    silent: 'failed .',
    due: 'failed .',
  },
  'a read, running': {
    succeeded: 'succeeded .',
    failed: 'failed .',
    asked: '= run',
    silent: 'failed .',
    cutOff: 'failed .',
    due: 'failed .',
  },
  requested: {
    planned: 'planned expiry',
    refused: 'refused .',
    failed: 'failed .',
    cancel: 'cancelled .',
    asked: '= plan',
    silent: 'failed .',
    due: 'failed .',
  },
  planned: {
    planned: 'planned expiry',
    refused: 'refused .',
    failed: 'failed .',
    confirm: 'confirmed expiry',
    decline: 'declined .',
    approve: 'approved expiry',
    reject: 'declined .',
    cancel: 'cancelled .',
    silent: '= expiry',
    due: 'expired .',
  },
  confirmed: {
    planned: 'planned expiry',
    refused: 'refused .',
    failed: 'failed .',
    decline: 'declined .',
    approve: 'approved expiry',
    reject: 'declined .',
    cancel: 'cancelled .',
    silent: '= expiry',
    due: 'expired .',
  },
  approved: {
    planned: 'planned expiry',
    refused: 'refused .',
    failed: 'failed .',
    confirm: 'confirmed expiry',
    decline: 'declined .',
    reject: 'declined .',
    cancel: 'cancelled .',
    silent: '= expiry',
    due: 'expired .',
  },
  agreed: {
    planned: 'planned expiry',
    refused: 'refused .',
    failed: 'failed .',
    decline: 'declined .',
    reject: 'declined .',
    cancel: 'cancelled .',
    run: 'running run',
    silent: '= expiry',
    due: 'expired .',
  },
  running: {
    succeeded: 'succeeded verify',
    failed: 'failed .',
    silent: 'unknown verify',
    cutOff: 'unknown verify',
    due: 'unknown verify',
  },
  'running, unverifiable': {
    succeeded: 'succeeded .',
    failed: 'failed .',
    silent: 'unknown unverified .',
    cutOff: 'unknown unverified .',
    due: 'unknown unverified .',
  },
  succeeded: {
    verified: 'verified .',
    unverified: 'unverified .',
    nothing: 'unverified .',
    later: '= again',
    asked: '= verify',
    silent: '= verify',
    due: '= verify',
  },
  unknown: {
    verified: 'succeeded verified .',
    unverified: 'unverified .',
    nothing: 'running run',
    later: '= again',
    asked: '= verify',
    silent: '= verify',
    due: '= verify',
  },
  'unknown again': {
    verified: 'succeeded verified .',
    unverified: 'unverified .',
    nothing: 'failed .',
    later: '= again',
    asked: '= verify',
    silent: '= verify',
    due: '= verify',
  },
};

const ends = [
  'succeeded',
  'failed',
  'verified',
  'unverified',
  'declined',
  'expired',
  'cancelled',
  'refused',
] as const;
const names = Object.keys(events) as EventName[];
const pairs = (Object.keys(states) as StateName[]).flatMap((state) =>
  names.map((event) => [state, event, table[state][event] ?? 'refused'] as const),
);

const told = (transition: ReturnType<typeof advance>): string => {
  if (!transition.ok) return 'refused';
  const { steps, next } = transition;
  return [...(steps.length > 0 ? steps : ['=']), next.timer ?? '.'].join(' ');
};

describe('R26 the machine of an action', () => {
  test.each(pairs)('%s, %s: %s', (state, event, expected) => {
    const [facts, now] = states[state];
    const before = structuredClone(now);
    const transition = advance(facts, now, { event: events[event], time });
    expect(now).toEqual(before);
    expect(told(transition)).toBe(expected);
    const next = transition.ok ? transition.next : { ...now, revision: now.revision + 1 };
    expect(next.revision).toBe(now.revision + 1);
    expect(next.lease).toBeGreaterThanOrEqual(now.lease);
    expect(transition.ok || /[a-z]\.$/.test(transition.message)).toBe(true);
  });

  const afterTheEnd = ends.flatMap((step) => names.map((event) => [step, event] as const));
  test.each(afterTheEnd)('R33 %s is the end: %s is refused', (step, event) => {
    const over = at(step, { timer: null });
    expect(advance(write, over, { event: events[event], time }).ok).toBe(false);
    expect(nextAsk(write, over)).toBeNull();
  });
});

const advanced = (
  now: ActionProgress,
  event: ActionEvent,
  more: { facts?: ActionFacts; time?: number } = {},
) => {
  const transition = advance(more.facts ?? write, now, { event, time: more.time ?? time });
  if (!transition.ok) throw new Error(transition.message);
  return transition.next;
};

describe('what the machine keeps', () => {
  test('R28 a new plan voids what was agreed to', () => {
    const next = advanced(states.agreed[1], { type: 'planned', plan: { ...plan, digest: 'newer' } });
    expect(next).toMatchObject({ confirmed: false, approved: false, plan: { digest: 'newer' } });
    expect(nextAsk(write, next)).toBeNull();
  });

  test.each(['confirm', 'decline', 'approve', 'reject'] as const)(
    'R28 %s of another plan, or after it has expired, is refused with a sentence',
    (type) => {
      const old = advance(write, at('planned'), { event: { type, digest: 'old' }, time });
      expect(old).toEqual({ ok: false, message: 'The plan has changed meanwhile. Look at the new one.' });
      const late = advance(write, at('planned'), { event: { type, digest: 'new' }, time: 5_000 });
      expect(late).toMatchObject({ ok: false, message: expect.stringContaining('expired') as string });
    },
  );

  test('R28 what nobody may agree to is refused: consent of a shopper who does not see it', () => {
    const hidden = { ...write, audience: 'staff' as const };
    expect(advance(hidden, states.requested[1], { event: events.planned, time })).toMatchObject({
      steps: ['refused'],
      error: { code: 'consent_needed' },
    });
    const without = { type: 'planned' as const, plan: { ...plan, confirm: false } };
    expect(advance(hidden, states.requested[1], { event: without, time })).toMatchObject({
      steps: ['planned'],
    });
  });

  test('R29 it runs when all have agreed who are asked, in any order', () => {
    const one = advanced(advanced(at('planned'), events.confirm), events.approve);
    const other = advanced(advanced(at('planned'), events.approve), events.confirm);
    expect([nextAsk(write, one), nextAsk(write, other)]).toEqual(['run', 'run']);
    const free = { type: 'planned' as const, plan: { ...plan, confirm: false, approve: undefined } };
    expect(nextAsk(write, advanced(states.requested[1], free as ActionEvent))).toBe('run');
  });

  test('R30 it can be cancelled until it runs, and expires when its time is over', () => {
    for (const name of ['requested', 'planned', 'confirmed', 'approved', 'agreed'] as const)
      expect(advanced(states[name][1], events.cancel)).toMatchObject({ step: 'cancelled', timer: null });
    for (const name of ['running', 'succeeded', 'unknown'] as const)
      expect(advance(write, states[name][1], { event: events.cancel, time }).ok).toBe(false);
    expect(advanced(states.agreed[1], events.due)).toMatchObject({ step: 'expired', timer: null });
  });

  test('R31 the lease grows with each handing over', () => {
    for (const [now, event] of [
      [states.agreed[1], events.run],
      [at('running'), events.silent],
      [at('running'), events.succeeded],
      [states.unknown[1], events.asked],
      [states.unknown[1], events.nothing],
      [states.requested[1], events.asked],
    ] as const)
      expect(advanced(now, event).lease).toBe(now.lease + 1);
  });

  test('R32 a write that runs is handed to nobody else, a read is', () => {
    expect(nextAsk(write, at('running'))).toBeNull();
    expect(nextAsk(read, at('running'))).toBe('run');
  });

  test('R32 nothing happened, but the consent is no longer valid: it does not run again', () => {
    const transition = advance(write, states.unknown[1], { event: events.nothing, time: 5_000 });
    expect(transition).toMatchObject({ steps: ['failed'], error: { code: 'nothing_happened' } });
  });

  test('R34 what is asked later waits without an office, then is asked again, and not for ever', () => {
    const waiting = advanced(states.unknown[1], events.later);
    expect(waiting).toMatchObject({ timer: 'again', dueAt: time + 70, tries: 1 });
    expect(nextAsk(write, waiting)).toBeNull();
    const due = advanced(waiting, events.due);
    expect(due).toMatchObject({ timer: 'verify', dueAt: time + times.actionVerifyTimeoutMs, tries: 1 });
    expect(nextAsk(write, due)).toBe('verify');
    for (const event of [events.later, events.due])
      expect(advance(write, { ...due, tries: triesMax - 1 }, { event, time })).toMatchObject({
        steps: ['unverified'],
      });
  });

  test('R34 what took effect may be left open as often as the office likes, and ends with what was found', () => {
    const waited = { ...states.succeeded[1], tries: triesMax - 1 };
    const waiting = advanced(waited, events.later);
    expect(waiting).toMatchObject({ step: 'succeeded', timer: 'again', tries: 0 });
    const event = { type: 'verified', output: { payment: 'paid' } } as const;
    expect(advanced(advanced(waiting, events.due), event)).toMatchObject({
      step: 'verified',
      timer: null,
      output: { payment: 'paid' },
    });
  });
});
