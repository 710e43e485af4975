import type { AnyEntry, Author, ShopperConversation } from '@shopbell/protocol';
import { refuse } from '@shopbell/protocol/errors';
import { describe, expect, test } from 'vitest';
import { emptyPanel, unreadCount, withAcknowledged, withEntry, type PanelState } from './panel-state.ts';
import { chosenOn, timeline } from './timeline.ts';
import '../../test/words.ts';
import { wordsFor } from './words.ts';

const words = wordsFor('en');
const noon = new Date(2026, 10, 22, 12).getTime();
const shopper: Author = { kind: 'shopper', id: 'shp_1', name: '' };
const nora: Author = { kind: 'agent', id: 'agt_1', name: 'Nora' };

const entry = (seq: number, by: Author, rest: object): AnyEntry =>
  ({
    conversation: 'cnv_1',
    seq,
    at: noon + seq,
    by,
    audience: 'everyone',
    nonce: `n${seq}`,
    ...rest,
  }) as unknown as AnyEntry;
const said = (seq: number, by: Author, text: string): AnyEntry =>
  entry(seq, by, { type: 'message', data: { parts: [{ kind: 'text', text }] } });
const pending = (nonce: string, error: ReturnType<typeof refuse> | null = null) => ({
  nonce,
  command: 'message:send',
  input: { nonce, parts: [{ kind: 'text', text: nonce }] },
  queuedAt: noon + 100,
  error,
});
const panel = (patch: Partial<PanelState>): PanelState => ({ ...emptyPanel('Shop'), ...patch });
const messages = (state: PanelState) => timeline(state, words).filter((item) => item.kind === 'message');

describe('the timeline', () => {
  test('puts a day above the first message of each day', () => {
    const later = { ...said(2, nora, 'b'), at: noon + 86_400_000 };
    const kinds = timeline(panel({ entries: [said(1, nora, 'a'), later] }), words).map((item) => item.kind);
    expect(kinds).toEqual(['day', 'message', 'day', 'message']);
  });

  test('names the first of a group and times the last', () => {
    const [first, second, own] = messages(
      panel({ entries: [said(1, nora, 'a'), said(2, nora, 'b'), said(3, shopper, 'c')] }),
    );
    expect([first?.name, second?.name, own?.name]).toEqual(['Nora', null, 'You']);
    expect([first?.isLast, second?.isLast]).toEqual([false, true]);
  });

  test('shows of what is here only what is drawn, and below that nothing that waits', () => {
    const older = [said(1, nora, 'a'), said(2, nora, 'b')];
    const entries = [said(3, nora, 'c'), said(4, shopper, 'd')];
    const state = panel({ older, entries, pending: [pending('p1')] });
    const keys = (patch: Partial<PanelState>) => messages({ ...state, ...patch }).map(({ key }) => key);
    expect(keys({})).toEqual(['1', '2', '3', '4', 'p1']);
    expect(keys({ from: 3 })).toEqual(['3', '4', 'p1']);
    expect(keys({ from: 2, to: 3 })).toEqual(['2', '3']);
  });

  test('shows of what waits only what belongs here; all of it before it is known where one is', () => {
    const to = (nonce: string, input: object) => ({
      ...pending(nonce),
      input: { ...pending(nonce).input, ...input },
    });
    const waiting = [
      to('a', { conversation: 'cnv_a' }),
      to('b', { conversation: 'cnv_b' }),
      to('new', { begin: true }),
    ];
    const keys = (patch: Partial<PanelState>) =>
      messages(panel({ pending: waiting, ...patch })).map(({ key }) => key);
    const a = { id: 'cnv_a' } as unknown as ShopperConversation;
    expect(keys({})).toEqual(['a', 'b', 'new']);
    expect(keys({ conversation: a })).toEqual(['a', 'new']);
    expect(keys({ conversation: a, picked: 'cnv_a' })).toEqual(['a']);
    expect(keys({ picked: '' })).toEqual(['new']);
  });

  test('tells what came of an action where it is drawn, though that stands further down', () => {
    const step = (seq: number, data: object): AnyEntry =>
      entry(seq, nora, { type: 'action', data: { action: 'act_1', title: 'Refund', ...data } });
    const plan = { summary: 'We refund it.', confirm: true, digest: 'd' };
    const entries = [step(1, { step: 'planned', plan }), step(2, { step: 'confirmed' })];
    const [story] = timeline(panel({ entries, to: 1 }), words);
    expect(story).toMatchObject({ kind: 'story', steps: [{ seq: 1 }, { seq: 2 }] });
  });

  test('says sent until it was seen, under the newest alone', () => {
    const entries = [said(1, shopper, 'a'), said(2, shopper, 'b')];
    expect(messages(panel({ entries })).map((item) => item.standing?.name)).toEqual([undefined, 'sent']);
    expect(messages(panel({ entries, seenSeq: 2 })).at(-1)?.standing?.name).toBe('seen');
  });

  test('shows what waits after what is stored, and why it was refused', () => {
    const state = panel({
      entries: [said(1, shopper, 'a')],
      pending: [pending('p1'), pending('p2', refuse('too_large', ''))],
    });
    expect(messages(state).map((item) => item.standing)).toEqual([
      { name: 'sent' },
      { name: 'pending', isLate: false },
      { name: 'refused', code: 'too_large' },
    ]);
  });

  test('shows a message once while it goes from waiting to stored', () => {
    const waiting = pending('n1');
    const acknowledged = { pending: waiting, seq: 1, at: noon };
    for (const state of [
      panel({ pending: [waiting] }),
      panel({ pending: [waiting], acknowledged: [acknowledged] }),
      panel({ acknowledged: [acknowledged] }),
      panel({ acknowledged: [acknowledged], entries: [said(1, shopper, 'n1')] }),
      panel({ pending: [waiting], entries: [said(1, shopper, 'n1')] }),
    ])
      expect(messages(state)).toHaveLength(1);
  });

  test('shows one line for an action, its latest', () => {
    const step = (seq: number, name: string): AnyEntry =>
      entry(seq, nora, {
        type: 'action',
        data: { action: 'act_1', name: 'order.lookup', title: 'Look up an order', step: name },
      });
    const lines = (entries: AnyEntry[]) =>
      timeline(panel({ entries }), words).map((item) => 'text' in item && item.text);
    expect(lines([step(1, 'requested')])).toEqual(['Look up an order …']);
    expect(lines([step(1, 'requested'), step(2, 'running'), step(3, 'failed')])).toEqual([
      'Look up an order: this did not work.',
    ]);
    expect(lines([step(1, 'requested'), step(2, 'refused')])).toEqual([
      'Look up an order: this is not possible.',
    ]);
    expect(lines([step(1, 'requested'), step(2, 'cancelled')])).toEqual([
      'Look up an order: cancelled, nothing was done.',
    ]);
    expect(lines([step(1, 'unknown'), step(2, 'succeeded'), step(3, 'verified')])).toEqual([]);
  });

  test('says who has joined, that it is closed, and what it does not know', () => {
    const entries = [
      entry(1, nora, { type: 'assignment', data: { to: { id: 'agt_1', name: 'Nora' } } }),
      entry(2, nora, { type: 'status', data: { status: 'closed' } }),
      entry(3, nora, { type: 'unknown', wireType: 'later', data: {} }),
    ];
    expect(timeline(panel({ entries }), words).map((item) => 'text' in item && item.text)).toEqual([
      'Nora has joined.',
      words.closed,
      words.unknown,
    ]);
  });

  test('knows what was chosen, stored or still waiting, but not what was refused', () => {
    const choice = { card: 'when', value: 'pm' };
    const waiting = { ...pending('p1'), input: { choice } };
    expect(chosenOn('when', panel({}))).toBeUndefined();
    expect(chosenOn('when', panel({ pending: [waiting] }))).toBe('pm');
    expect(
      chosenOn('when', panel({ pending: [{ ...waiting, error: refuse('forbidden', '') }] })),
    ).toBeUndefined();
  });
});

describe('what is unread', () => {
  test('counts the shop’s messages and cards after the place read, nothing else', () => {
    const status = entry(2, nora, { type: 'status', data: { status: 'closed' } });
    const entries = [said(1, nora, 'a'), status, said(3, shopper, 'b'), said(4, nora, 'c')];
    expect(unreadCount(panel({ entries }))).toBe(2);
    expect(unreadCount(panel({ entries, readSeq: 1 }))).toBe(1);
    expect(unreadCount(panel({ entries, readSeq: 4 }))).toBe(0);
  });
});

describe('the state', () => {
  test('takes an entry once', () => {
    const state = panel({ entries: [said(1, nora, 'a')] });
    expect(withEntry(state, said(1, nora, 'a'))).toEqual({});
    expect(withEntry(state, said(2, nora, 'b')).entries).toHaveLength(2);
  });

  test('keeps no acknowledgement whose entry was faster', () => {
    const state = panel({ entries: [said(1, shopper, 'a')] });
    expect(withAcknowledged(state, { pending: pending('n1'), seq: 1, at: noon })).toEqual({});
  });
});
