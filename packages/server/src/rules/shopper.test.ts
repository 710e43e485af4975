import { describe, expect, test } from 'vitest';
import type { ConversationState } from '../store/store.ts';
import { decideShopperMessage } from './shopper.ts';

const parts = [{ kind: 'text' as const, text: 'where is my order' }];
const sent = { parts, shopper: 'shp_12345678', now: 5_000 } as const;
const message = { type: 'message', data: { parts }, audience: 'everyone' };
const preview = { by: 'shopper', text: 'where is my order' };
const status = (value: string) => ({ type: 'status', data: { status: value }, audience: 'everyone' });
const anna = { id: 'agt_12345678', name: 'Anna' };
const state = (changes: Partial<ConversationState> = {}): ConversationState => ({
  id: 'cnv_12345678',
  shop: 'demo',
  shopper: sent.shopper,
  status: 'open',
  assignee: null,
  waitingSince: null,
  lastSeq: 3,
  lastPublicSeq: 2,
  ...changes,
});

describe('a shopper’s message', () => {
  test('R22 begins a conversation with its status and itself, in one append', () => {
    const page = { url: 'https://shop.test/' };
    expect(decideShopperMessage(null, { ...sent, parts, page })).toEqual({
      ok: true,
      begin: { shopper: sent.shopper, page },
      drafts: [status('queued'), message],
      main: 1,
      patch: { status: 'queued', waitingSince: 5_000, preview },
    });
  });

  test.each([
    ['open', null, 5_000],
    ['queued', 4_000, 4_000],
  ] as const)('in a conversation that is %s adds itself, waiting since %s or now', (value, before, since) => {
    expect(decideShopperMessage(state({ status: value, waitingSince: before }), { ...sent, parts })).toEqual({
      ok: true,
      drafts: [message],
      patch: { waitingSince: since, preview },
      expect: { status: ['queued', 'open'] },
    });
  });

  test.each([
    [null, 'queued'],
    [anna, 'open'],
  ] as const)('R24 reopens a closed conversation: had by %j it is %s', (assignee, next) => {
    expect(decideShopperMessage(state({ status: 'closed', assignee }), { ...sent, parts })).toEqual({
      ok: true,
      drafts: [status('reopened'), message],
      main: 1,
      patch: { status: next, waitingSince: 5_000, preview },
      expect: { status: 'closed', assigneeId: assignee?.id ?? null },
    });
  });

  test('keeps the choice it answers', () => {
    const choice = { card: 'size', value: 'm' };
    const decision = decideShopperMessage(state(), { ...sent, parts, choice });
    expect(decision.ok && decision.drafts[0]).toEqual({ ...message, data: { parts, choice } });
  });
});
