import { act, cleanup, fireEvent, render, screen } from '@testing-library/preact';
import type { ActionStep, Author, Entry, PlanShown } from '@shopbell/protocol';
import { refuse } from '@shopbell/protocol/errors';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Chat } from '../panel/chat.ts';
import { emptyPanel, type PanelState } from '../panel/panel-state.ts';
import { storyOf } from '../panel/story.ts';
import { wordsFor } from '../panel/words.ts';
import '../../test/words.ts';
import { StoryView } from './story-view.tsx';
import { storyWordsFor } from './story-words.ts';

const english = storyWordsFor('en');
const now = new Date('2026-11-22T10:00:00Z').getTime();
beforeEach(() => void vi.useFakeTimers({ now }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

const ann: Author = { kind: 'shopper', id: 'shp_12345678', name: 'Ann' };
const sam: Author = { kind: 'agent', id: 'agt_12345678', name: 'Sam' };
const plan: PlanShown = {
  summary: 'We refund €19.99 for order 1042.',
  confirm: true,
  digest: 'a'.repeat(64),
  expiresAt: now + 60_000,
};

type Step = ActionStep | [ActionStep, Partial<Entry<'action'>['data']>, Author?];

const entriesOf = (steps: readonly Step[], shown: PlanShown): Entry<'action'>[] =>
  steps.map((each, index) => {
    const [step, data = {}, by = ann] = typeof each === 'string' ? [each] : each;
    return {
      conversation: 'cnv_12345678',
      seq: index + 1,
      at: now + index,
      by,
      audience: 'everyone',
      nonce: `n${index}`,
      type: 'action',
      data: {
        action: 'act_12345678',
        name: 'order.refund',
        title: 'Refund',
        step,
        ...(step === 'planned' ? { plan: shown } : {}),
        ...data,
      },
    };
  });

const elementOf = (entries: Entry<'action'>[], patch: Partial<PanelState>, chat: Chat) => {
  const planned = entries.findLast(({ data }) => data.plan);
  const story = planned && storyOf(planned, entries);
  if (!story) throw new Error('there is no plan among the steps');
  const state: PanelState = {
    ...emptyPanel('Shop'),
    connection: { name: 'live', transport: 'websocket' },
    ...patch,
  };
  return <StoryView story={story} state={state} words={wordsFor(state.locale)} chat={chat} />;
};

const show = (steps: readonly Step[], patch: Partial<PanelState> = {}, shown = plan) => {
  const chat = {
    answer: vi.fn<Chat['answer']>(),
    post: vi.fn<Chat['post']>(),
    remove: vi.fn<Chat['remove']>(),
  } as unknown as Chat;
  const { rerender } = render(elementOf(entriesOf(steps, shown), patch, chat));
  return { chat, go: (next: readonly Step[]) => rerender(elementOf(entriesOf(next, shown), patch, chat)) };
};
const yes = () => screen.queryByRole('button', { name: 'Yes, do it' });
const pendingAnswer = (patch: object = {}) => ({
  nonce: 'n9',
  command: 'action:confirm',
  input: { action: 'act_12345678', digest: plan.digest },
  queuedAt: now,
  error: null,
  ...patch,
});

describe('a plan that asks', () => {
  test('says what, and until when; each button names the plan it answers', () => {
    const { chat } = show(['planned']);
    expect(screen.getByRole('group', { name: 'Refund' })).toBeTruthy();
    expect(screen.getByText(plan.summary)).toBeTruthy();
    expect(screen.getByText('Your answer is needed')).toBeTruthy();
    expect(screen.getByText(/^You can answer until .*\d:\d\d/)).toBeTruthy();
    fireEvent.click(screen.getByText('Yes, do it'));
    fireEvent.click(screen.getByText('No, leave it'));
    const to = { action: 'act_12345678', digest: plan.digest };
    expect(vi.mocked(chat.answer).mock.calls).toEqual([
      ['action:confirm', to],
      ['action:decline', to],
    ]);
  });

  test('takes no second answer while the first is under way, and says so', () => {
    const { chat } = show(['planned'], { pending: [pendingAnswer()] });
    expect(screen.getByText('Sending your answer …')).toBeTruthy();
    fireEvent.click(screen.getByText('No, leave it'));
    expect(chat.answer).not.toHaveBeenCalled();
    expect(yes()?.getAttribute('aria-disabled')).toBe('true');
  });

  test('says that an answer is not sent while there is no connection', () => {
    const connection = { name: 'waiting', attempt: 2, retryAt: 0 } as const;
    show(['planned'], { pending: [pendingAnswer()], connection });
    expect(screen.getByText('Your answer is not sent yet. We keep trying.')).toBeTruthy();
  });

  test.each([
    ['conflict', /changed meanwhile, or its time is over/],
    ['not_found', /no longer there/],
    ['internal', /Please try again/],
  ] as const)('says in words why an answer was refused (%s)', (code, words) => {
    const { chat } = show(['planned'], { pending: [pendingAnswer({ error: refuse(code, 'inner words') })] });
    expect(screen.getByText(words)).toBeTruthy();
    fireEvent.click(screen.getByText('Yes, do it'));
    expect(chat.answer).toHaveBeenCalledOnce();
  });

  test('is not what an answer to another plan was about', () => {
    const input = { action: 'act_12345678', digest: 'b'.repeat(64) };
    show(['planned'], { pending: [pendingAnswer({ input })] });
    expect(yes()?.getAttribute('aria-disabled')).toBe('false');
  });

  test('loses its buttons by the clock', () => {
    show(['planned']);
    expect(yes()).toBeTruthy();
    void act(() => void vi.advanceTimersByTime(60_100));
    expect(yes()).toBeNull();
    expect(screen.getByText('The time to answer is over. Nothing was done.')).toBeTruthy();
  });

  test('keeps the keyboard’s place when it has been answered', () => {
    const { go } = show(['planned']);
    yes()?.focus();
    go(['planned', 'confirmed']);
    expect(document.activeElement).toBe(screen.getByRole('group', { name: 'Refund' }));
  });

  test('forgets a refused answer once there is nothing to answer', () => {
    const refusedAnswer = pendingAnswer({ error: refuse('conflict', 'inner words') });
    const { chat } = show(['planned', 'expired'], { pending: [refusedAnswer] });
    void act(() => void vi.advanceTimersByTime(100));
    expect(chat.remove).toHaveBeenCalledExactlyOnceWith('n9');
  });
});

describe('what came of it', () => {
  test.each<[Step[], string]>([
    [['running'], 'Under way'],
    [['running', 'succeeded'], 'Done. We are checking it.'],
    [['running', ['succeeded', { end: true }]], 'Done'],
    [['running', 'succeeded', 'verified'], 'Checked'],
    [['running', 'failed'], 'This did not work.'],
    [['running', 'unknown'], 'Not certain yet. We are checking.'],
    [['running', 'succeeded', 'unverified'], english.steps.unverified],
    [['cancelled'], 'Cancelled. Nothing was done.'],
    [['expired'], 'Its time is over. Nothing was done.'],
    [['refused'], 'This is not possible. Nothing was done.'],
  ])('%j is said in words, after the answer and its time', (steps, words) => {
    show(['planned', 'confirmed', ...steps]);
    expect(screen.getByText('You agreed')).toBeTruthy();
    expect(screen.getByText(words)).toBeTruthy();
    expect(yes()).toBeNull();
    expect(document.querySelectorAll('time').length).toBeGreaterThan(1);
  });

  test('tells the shopper’s no from the shop’s', () => {
    show(['planned', 'declined']);
    expect(screen.getByText('You declined. Nothing was done.')).toBeTruthy();
    cleanup();
    show(['planned', 'confirmed', ['declined', {}, sam]]);
    expect(screen.getByText('Not approved by Sam. Nothing was done.')).toBeTruthy();
  });

  test('waits for approval in words, and says who gave it', () => {
    const shown = { ...plan, approve: 'supervisor' as const };
    const { go } = show(['planned', 'confirmed'], {}, shown);
    expect(screen.getByText('Waiting for approval by the shop')).toBeTruthy();
    go(['planned', 'confirmed', ['approved', {}, sam], 'running']);
    expect(screen.getByText('Approved by Sam')).toBeTruthy();
  });

  test('asks again where the plan is a new one', () => {
    show(['planned', 'confirmed', 'planned']);
    expect(yes()).toBeTruthy();
    expect(screen.queryByText('You agreed')).toBeNull();
  });
});

test('a payment that is still open waits for the shopper, and is paid where it stands', () => {
  const card = { kind: 'payment', version: 1, id: 'p', amount: { amount: 2_990, currency: 'EUR' } } as const;
  const done: Step = ['succeeded', { card: { ...card, status: 'open', url: 'https://shop.example/pay' } }];
  const asked = { ...plan, confirm: false };
  const { go } = show(['planned', 'running', done], {}, asked);
  expect(screen.getByText(english.unpaid)).toBeTruthy();
  screen.getByRole('link', { name: /Pay now/ }).focus();
  go(['planned', 'running', done, ['verified', { end: true, card: { ...card, status: 'paid' } }]]);
  expect(screen.getByText('Paid')).toBeTruthy();
  expect(screen.queryByText('To be paid')).toBeNull();
  // The link goes away; whoever came back from paying is still where they were.
  expect(document.activeElement).toBe(screen.getByRole('group', { name: 'Refund' }));
});

test('a plan that asks for nothing shows its sentence alone', () => {
  const card = { kind: 'article', version: 1, id: 'a', title: 'The card', text: 'Words' } as const;
  show(['planned'], {}, { ...plan, confirm: false, card });
  expect(screen.getByText(plan.summary)).toBeTruthy();
  expect(screen.queryByText('The card')).toBeNull();
  expect(screen.queryByRole('button')).toBeNull();
});

test('German has the same words', () => {
  show(['planned'], { locale: 'de' });
  expect(screen.getByRole('button', { name: 'Ja, bitte ausführen' })).toBeTruthy();
  expect(Object.keys(storyWordsFor('de').steps)).toEqual(Object.keys(english.steps));
});
