import { describe, expect, test } from 'vitest';
import type { ActionRow, ConversationState } from '../store/store.ts';
import { decideActionReport, decideActionRequest, decideActionRunning } from './actions.ts';

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
  dueAt: 9_000,
} as const;
const row: ActionRow = {
  id: request.action,
  shop: 'demo',
  conversation: state.id,
  name: request.name,
  version: 1,
  title: request.title,
  input: request.input,
  audience: 'everyone',
  by: { kind: 'agent', id: 'agt_12345678', name: 'Anna' },
  step: 'running',
  dueAt: 9_000,
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
    expect(decideActionRunning({ ...row, step: 'requested', audience: 'staff' })).toMatchObject({
      drafts: [{ type: 'action', data: shown('running'), audience: 'staff' }],
      action: { id: row.id, from: 'requested', to: 'running' },
    });
  });

  test('succeeded shows the card, and its output to staff', () => {
    const output = { order: 'canary' };
    const decision = decideActionReport(row, { action: row.id, step: 'succeeded', output, card });
    expect(decision).toMatchObject({
      drafts: [{ data: { ...shown('succeeded'), card }, audience: 'everyone', staffData: { output } }],
      action: { id: row.id, from: 'running', to: 'succeeded' },
    });
    expect(decision.ok && JSON.stringify(decision.drafts[0].data)).not.toContain('canary');
  });

  test('failed tells staff why, and the shopper only that', () => {
    const error = { code: 'timeout', message: 'canary' };
    const decision = decideActionReport(
      { ...row, step: 'requested' },
      { action: row.id, step: 'failed', error },
    );
    expect(decision).toMatchObject({
      drafts: [{ data: shown('failed'), staffData: { error } }],
      action: { from: 'requested', to: 'failed' },
    });
    expect(decision.ok && JSON.stringify(decision.drafts[0].data)).not.toContain('canary');
  });

  test.each(['succeeded', 'failed'] as const)('%s is the last: nothing is reported after', (step) => {
    const report = { action: row.id, step: 'succeeded', output: null } as const;
    expect(decideActionReport({ ...row, step }, report)).toMatchObject({ ok: false, code: 'conflict' });
  });
});
