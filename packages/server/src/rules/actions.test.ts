import { describe, expect, test } from 'vitest';
import { begun, type ActionRow } from '../store/action-row.ts';
import type { ConversationState } from '../store/store.ts';
import { advance, type ActionEvent } from './action-machine.ts';
import { decideActionRequest, decideActionSteps, type StepDetails } from './actions.ts';

const state: ConversationState = {
  id: 'cnv_12345678',
  shop: 'demo',
  shopper: 'shp_12345678',
  status: 'open',
  assignee: null,
  waitingSince: null,
  lastSeq: 3,
  lastPublicSeq: 2,
};
const request = {
  action: 'act_12345678',
  name: 'order.lookup',
  version: 1,
  title: 'Look up an order',
  input: { order: '1042' },
  audience: 'everyone',
  effect: 'read',
  plans: false,
  verifies: false,
  role: 'agent',
  dueAt: 9_000,
} as const;
const { action: id, ...facts } = request;
const row: ActionRow = {
  ...facts,
  ...begun(9_000),
  id,
  shop: 'demo',
  conversation: state.id,
  by: { kind: 'agent', id: 'agt_12345678', name: 'Anna' },
  step: 'running',
  timer: 'run',
};
const decide = (at: ActionRow, event: ActionEvent, details: StepDetails = {}) => {
  const transition = advance(at, at, { event, time: 1_000 });
  if (!transition.ok) throw new Error(transition.message);
  const decision = decideActionSteps(at, transition, { ...details, body: 'what was sent' });
  if (!decision) throw new Error('nothing is written down');
  return decision;
};
const shown = (step: string) => ({ action: row.id, name: row.name, title: row.title, step });
const card = {
  kind: 'choices' as const,
  version: 1 as const,
  id: 'a',
  prompt: 'Which?',
  options: [{ value: 'b', label: 'B' }],
};

describe('a request for an action', () => {
  test('R26 is an entry that keeps its input for staff, with the action’s first step', () => {
    const decision = decideActionRequest(state, request);
    const { action: id, ...rest } = request;
    expect(decision).toMatchObject({
      drafts: [
        {
          type: 'action',
          data: shown('requested'),
          audience: 'everyone',
          staffData: { input: request.input },
        },
      ],
      action: { id, from: null, to: 'requested', request: rest },
      expect: { status: ['queued', 'open'] },
    });
    expect(decision.ok && JSON.stringify(decision.drafts[0].data)).not.toContain('1042');
  });

  test('is the same when it is asked again under another id', () => {
    const again = decideActionRequest(state, { ...request, action: 'act_87654321', dueAt: 10_000 });
    expect(again.body).toBe(decideActionRequest(state, request).body);
    const other = decideActionRequest(state, { ...request, input: { order: '1043' } });
    expect(other.body).not.toBe(again.body);
  });

  test('in a closed conversation is for staff alone', () => {
    const closed = { ...state, status: 'closed' } as const;
    expect(decideActionRequest(closed, request)).toMatchObject({ ok: false, code: 'conflict' });
    expect(decideActionRequest(closed, { ...request, audience: 'staff' })).toMatchObject({ ok: true });
  });
});

describe('an action’s steps', () => {
  test('running is an entry for whoever sees the action', () => {
    const at: ActionRow = { ...row, step: 'requested', audience: 'staff' };
    expect(decide(at, { type: 'run' })).toMatchObject({
      drafts: [{ type: 'action', data: shown('running'), audience: 'staff' }],
      action: { id, from: 'requested', to: 'running', progress: { step: 'running', revision: 1 } },
    });
  });

  test('planned shows what would happen, not what only the relay needs', () => {
    const plan = {
      summary: 'Refund €5.00',
      confirm: true,
      approve: 'supervisor' as const,
      digest: 'd'.repeat(64),
      expiresAt: 9_000,
    };
    const kept = { ...plan, amount: { amount: 500, currency: 'EUR' }, expiresInMs: 8_000 };
    const decision = decide({ ...row, plans: true, step: 'requested' }, { type: 'planned', plan: kept });
    expect(decision.drafts).toEqual([
      { type: 'action', data: { ...shown('planned'), plan }, audience: 'everyone' },
    ]);
    expect(decision.action).toMatchObject({ progress: { plan: kept, timer: 'expiry', dueAt: 9_000 } });
  });

  test('succeeded shows the card, and its output to staff', () => {
    const output = { order: 'canary' };
    const decision = decide(row, { type: 'succeeded', output }, { output, card });
    expect(decision).toMatchObject({
      drafts: [
        { data: { ...shown('succeeded'), card, end: true }, audience: 'everyone', staffData: { output } },
      ],
      action: { id, from: 'running', to: 'succeeded' },
    });
    expect(JSON.stringify(decision.drafts[0].data)).not.toContain('canary');
  });

  test('what was read back after all is two entries, of which the last is the end', () => {
    const at: ActionRow = { ...row, effect: 'write', step: 'unknown', timer: 'verify', verifies: true };
    expect(decide(at, { type: 'verified', output: 1 }, { output: 1, card }).drafts).toEqual([
      {
        type: 'action',
        data: { ...shown('succeeded'), card },
        audience: 'everyone',
        staffData: { output: 1 },
      },
      { type: 'action', data: { ...shown('verified'), end: true }, audience: 'everyone' },
    ]);
  });

  test('failed tells staff why, and the shopper only that', () => {
    const error = { code: 'timeout', message: 'canary' };
    const decision = decide({ ...row, step: 'requested' }, { type: 'failed' }, { error });
    expect(decision).toMatchObject({
      drafts: [{ data: { ...shown('failed'), end: true }, staffData: { error } }],
      action: { from: 'requested', to: 'failed' },
    });
    expect(JSON.stringify(decision.drafts[0].data)).not.toContain('canary');
  });
});
