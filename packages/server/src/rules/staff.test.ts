import { describe, expect, test } from 'vitest';
import type { ConversationState } from '../store/store.ts';
import type { Decision } from './decision.ts';
import { decideAssign, decideClose, decideNote, decideOutcome, decideReopen, decideReply } from './staff.ts';

const parts = [{ kind: 'text' as const, text: 'It is on its way.' }];
const anna = { id: 'agt_anna_0001', name: 'Anna' };
const bert = { id: 'agt_bert_0001', name: 'Bert' };
const byAnna = { ...anna, kind: 'agent' as const };
const message = { type: 'message', data: { parts }, audience: 'everyone' };
const status = (value: string) => ({ type: 'status', data: { status: value }, audience: 'everyone' });
const assignment = (to: typeof anna | null) => ({ type: 'assignment', data: { to }, audience: 'everyone' });
const outcome = { reason: 'delivery', resolution: 'answered' as const };

const state = (changes: Partial<ConversationState>): ConversationState => ({
  id: 'cnv_12345678',
  shop: 'demo',
  shopper: 'shp_12345678',
  status: 'open',
  assignee: null,
  waitingSince: 1_000,
  lastSeq: 3,
  lastPublicSeq: 2,
  ...changes,
});
const draftsOf = (decision: Decision) => (decision.ok ? decision.drafts : decision.code);

describe('a reply', () => {
  const reply = (changes: Partial<ConversationState>, by: Parameters<typeof decideReply>[1]['by'] = byAnna) =>
    decideReply(state(changes), { by, parts });

  test('R23 opens a queued conversation, which the replier then has', () => {
    expect(reply({ status: 'queued' })).toEqual({
      ok: true,
      drafts: [status('open'), assignment(anna), message],
      main: 2,
      patch: {
        status: 'open',
        assignee: anna,
        waitingSince: null,
        preview: { by: 'agent', text: 'It is on its way.' },
      },
      expect: { status: 'queued', assigneeId: null },
    });
  });

  test('leaves a queued conversation with whom it was assigned to', () => {
    const decision = reply({ status: 'queued', assignee: bert });
    expect(decision).toMatchObject({ main: 1, expect: { status: 'queued', assigneeId: bert.id } });
    expect(draftsOf(decision)).toEqual([status('open'), message]);
    expect(decision.ok && decision.patch).not.toHaveProperty('assignee');
  });

  test('of an office opens a queued conversation without taking it', () => {
    expect(draftsOf(reply({ status: 'queued' }, { ...byAnna, kind: 'office' }))).toEqual([
      status('open'),
      message,
    ]);
  });

  test.each([null, bert])('in an open conversation of %j is the message alone', (assignee) => {
    const decision = reply({ assignee });
    expect(draftsOf(decision)).toEqual([message]);
    expect(decision).toMatchObject({ patch: { waitingSince: null }, expect: { status: 'open' } });
  });

  test('to a closed conversation is refused', () => {
    expect(reply({ status: 'closed' })).toMatchObject({ ok: false, code: 'conflict' });
  });
});

describe('an assignment', () => {
  test.each([
    ['queued', anna, 'open'],
    ['open', anna, undefined],
    ['open', null, 'queued'],
    ['queued', null, undefined],
  ] as const)('R23 of a conversation that is %s to %j makes it %s', (before, to, after) => {
    const decision = decideAssign(state({ status: before }), { to });
    expect(draftsOf(decision)).toEqual([assignment(to), ...(after ? [status(after)] : [])]);
    expect(decision).toMatchObject({ patch: { assignee: to }, expect: { status: before } });
    expect(decision.ok && decision.patch?.status).toBe(after);
  });

  test('of a closed conversation is refused', () => {
    expect(decideAssign(state({ status: 'closed' }), { to: anna })).toMatchObject({ ok: false });
  });
});

describe('closing', () => {
  test('R24 records the outcome for staff and closes, in one append', () => {
    const decision = decideClose(state({ status: 'queued' }), { outcome });
    expect(draftsOf(decision)).toEqual([
      { type: 'outcome', data: outcome, audience: 'staff' },
      status('closed'),
    ]);
    expect(decision).toMatchObject({
      main: 1,
      patch: { status: 'closed', waitingSince: null },
      expect: { status: ['queued', 'open'] },
    });
  });

  test('without an outcome only closes', () => {
    const decision = decideClose(state({}), {});
    expect(decision).toMatchObject({ main: 0 });
    expect(draftsOf(decision)).toEqual([status('closed')]);
  });

  test('twice is refused, and says the same of what was sent', () => {
    const first = decideClose(state({}), { outcome });
    const second = decideClose(state({ status: 'closed' }), { outcome });
    expect(second).toMatchObject({ ok: false, code: 'conflict' });
    expect(second.body).toBe(first.body);
    expect(decideClose(state({}), {}).body).not.toBe(first.body);
  });
});

describe('reopening', () => {
  test.each([
    [null, 'queued'],
    [bert, 'open'],
  ] as const)('R24 a closed conversation of %j makes it %s', (assignee, next) => {
    const decision = decideReopen(state({ status: 'closed', assignee }));
    expect(draftsOf(decision)).toEqual([status('reopened')]);
    expect(decision).toMatchObject({ patch: { status: next }, expect: { status: 'closed' } });
  });

  test.each(['queued', 'open'] as const)('one that is %s is refused', (value) => {
    expect(decideReopen(state({ status: value }))).toMatchObject({ ok: false, code: 'conflict' });
  });
});

test.each(['queued', 'open', 'closed'] as const)(
  'notes and outcomes are for staff alone, also in a conversation that is %s',
  (value) => {
    expect(draftsOf(decideNote(state({ status: value }), { text: 'fragile' }))).toEqual([
      { type: 'note', data: { text: 'fragile' }, audience: 'staff' },
    ]);
    expect(draftsOf(decideOutcome(state({ status: value }), { outcome }))).toEqual([
      { type: 'outcome', data: outcome, audience: 'staff' },
    ]);
  },
);
