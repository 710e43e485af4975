import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import type { AnyEntry, Form, FormCard, ShopperConversation } from '@shopbell/protocol';
import { refuse } from '@shopbell/protocol/errors';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Chat } from '../panel/chat.ts';
import { emptyPanel, type PanelState } from '../panel/panel-state.ts';
import { createStore } from '../panel/store.ts';
import { wordsFor } from '../panel/words.ts';
import { FormCardView } from './form-card-view.tsx';
import { OffersView, queueWords } from './offers-view.tsx';
import { offersWordsFor } from './offers-words.ts';
import '../../test/words.ts';

afterEach(cleanup);

const id = 'cnv_12345678';
const conversation = (status: ShopperConversation['status']): ShopperConversation => ({
  id,
  status,
  openedAt: 1,
  updatedAt: 1,
  agent: null,
  lastSeq: 3,
  readSeq: 3,
  seenSeq: 3,
  preview: null,
});
const entry = (seq: number, type: string, data: unknown): AnyEntry =>
  ({
    conversation: id,
    seq,
    at: seq,
    by: { kind: 'shopper', id: 'shp_12345678', name: '' },
    audience: 'everyone',
    nonce: `n${seq}`,
    type,
    data,
  }) as AnyEntry;

const show = (patch: Partial<PanelState>, call: (command: string, input: object) => unknown = () => ({})) => {
  const store = createStore<PanelState>({
    ...emptyPanel('Kettle & Leaf'),
    connection: { name: 'live', transport: 'websocket' },
    ...patch,
  });
  const asked = vi.fn<typeof call>(async (command, input) => call(command, input));
  const post = vi.fn<Chat['post']>();
  const chat = {
    store,
    post,
    remove: vi.fn<Chat['remove']>(),
    presence: { session: { connection: { call: asked } } },
  } as unknown as Chat;
  const props = () => ({ state: store.value, words: wordsFor('en'), chat });
  return { store, chat, asked, post, props };
};

const form: Form = {
  id: 'first',
  title: 'Before we begin',
  fields: [
    { kind: 'name', id: 'name', label: 'Your name', required: true },
    { kind: 'email', id: 'email', label: 'Mail', required: false },
    { kind: 'consent', id: 'ok', label: 'I agree', required: true, url: 'https://shop.example/privacy' },
  ],
};

describe('the form before the first message', () => {
  test('is whole once all that is needed is there, and only then goes along', async () => {
    const { store, props } = show({ isStaffed: true, service: { forms: ['preChat'] } }, () => ({ form }));
    render(<OffersView {...props()} />);
    fireEvent.input(await screen.findByLabelText('Your name'), { target: { value: 'Ada' } });
    expect(store.value.filled).toBeNull();
    fireEvent.click(screen.getByLabelText('I agree'));
    expect(store.value.filled).toEqual({ form: 'preChat', values: { name: 'Ada', ok: true } });
    fireEvent.input(screen.getByLabelText(/Mail/), { target: { value: 'ada' } });
    expect(store.value.filled).toBeNull();
    const mail = screen.getByLabelText(/Mail/);
    // Not while they still type.
    expect(mail.getAttribute('aria-invalid')).toBe('false');
    fireEvent.blur(mail);
    expect(mail.getAttribute('aria-invalid')).toBe('true');
    const problem = screen.getByText('Enter a mail address, such as name@example.com.');
    expect(mail.getAttribute('aria-describedby')).toBe(problem.id);
  });

  test('is asked for no more where the shop has none any more', async () => {
    const gone = () => {
      throw refuse('not_found', 'There is no such form.');
    };
    const { store, props } = show({ isStaffed: true, service: { forms: ['preChat'] } }, gone);
    render(<OffersView {...props()} />);
    await waitFor(() => expect(store.value.service).toEqual({ forms: [] }));
  });
});

describe('a form in the conversation', () => {
  const card: FormCard = { kind: 'form', version: 1, ...form, fields: form.fields.slice(0, 1) };

  test('is sent when it is whole, with the place where it stands', () => {
    const { post, props } = show({ conversation: conversation('open') });
    render(<FormCardView card={card} seq={2} {...props()} />);
    fireEvent.click(screen.getByRole('button', { name: 'Send' }));
    expect(post).not.toHaveBeenCalled();
    fireEvent.input(screen.getByLabelText('Your name'), { target: { value: 'Ada' } });
    fireEvent.click(screen.getByRole('button', { name: 'Send' }));
    expect(post).toHaveBeenCalledWith('form:answer', {
      conversation: id,
      seq: 2,
      form: 'first',
      values: { name: 'Ada' },
    });
  });

  test('shows what was answered once that is stored', () => {
    const answers = [{ id: 'name', kind: 'name', label: 'Your name', value: 'Ada' }];
    const entries = [entry(3, 'form', { form: 'first', answers })];
    const { props } = show({ conversation: conversation('open'), entries });
    render(<FormCardView card={card} seq={2} {...props()} />);
    expect(screen.getByText('Ada')).toBeTruthy();
    expect(screen.getByText('Sent')).toBeTruthy();
    expect(screen.queryByRole('button')).toBeNull();
  });
});

test.each([
  [{ ahead: 0 }, 'You are next.'],
  [{ ahead: 2 }, 'Waiting before you: 2.'],
  [{ ahead: 2, waitMs: 240_000 }, 'Waiting before you: 2. It takes about 4 minutes.'],
  [{ ahead: 200, atLeast: true as const }, 'Waiting before you: more than 200.'],
])('the place in the queue %o is told: %s', (place, words) => {
  expect(queueWords({ conversation: id, ...place }, offersWordsFor('en'), 'en')).toBe(words);
});

test('a closed shop says when it opens again, or only that it is closed', () => {
  const closed = { open: false, timeZone: 'Europe/Berlin' };
  const { props } = show({ service: { hours: closed } });
  const { unmount } = render(<OffersView {...props()} />);
  expect(screen.getByText(/closed right now/)).toBeTruthy();
  unmount();
  const later = show({ service: { hours: { ...closed, until: Date.UTC(2026, 5, 8, 7) } } });
  render(<OffersView {...later.props()} />);
  expect(screen.getByText(/We open again:.*8/)).toBeTruthy();
});

describe('a rating', () => {
  const closing = entry(3, 'status', { status: 'closed' });

  test('is given with what is to be said about it, once something is picked', () => {
    const { post, props } = show({
      conversation: conversation('closed'),
      entries: [closing],
      service: { rating: 5 },
    });
    render(<OffersView {...props()} />);
    expect(screen.queryByRole('button', { name: 'Send rating' })).toBeNull();
    fireEvent.click(screen.getByRole('radio', { name: '4 of 5' }));
    fireEvent.input(screen.getByLabelText(/What should we know/), { target: { value: ' Kind. ' } });
    fireEvent.click(screen.getByRole('button', { name: 'Send rating' }));
    expect(post).toHaveBeenCalledWith('rating:give', { conversation: id, score: 4, comment: 'Kind.' });
  });

  test('that was given stands in the place of the question, until the conversation is closed again', () => {
    const rated = entry(4, 'rating', { score: 2, of: 2 });
    const service = { rating: 2 as const };
    const given = show({ conversation: conversation('closed'), entries: [closing, rated], service });
    const { unmount } = render(<OffersView {...given.props()} />);
    expect(screen.getByText('Your rating: Good. Thank you.')).toBeTruthy();
    unmount();
    const again = [closing, rated, { ...closing, seq: 6, nonce: 'n6' }];
    const anew = show({ conversation: conversation('closed'), entries: again, service });
    render(<OffersView {...anew.props()} />);
    expect(screen.getByLabelText('Not good')).toBeTruthy();
  });
});

describe('a copy of the conversation', () => {
  const over = (transcript: ('download' | 'mail')[]) => ({
    conversation: conversation('closed'),
    service: { transcript },
  });

  test('is fetched piece by piece and saved as one file', async () => {
    const saved: Blob[] = [];
    vi.stubGlobal(
      'URL',
      Object.assign(URL, {
        createObjectURL: (blob: Blob) => (saved.push(blob), 'blob:x'),
        revokeObjectURL: () => {},
      }),
    );
    const pieces: Record<number, object> = {
      0: { piece: '<p>a', next: 200 },
      200: { piece: '</p>', next: null },
    };
    const { asked, props } = show(
      over(['download']),
      (_, input) => pieces[(input as { after: number }).after],
    );
    render(<OffersView {...props()} />);
    fireEvent.click(screen.getByRole('button', { name: 'Save this conversation' }));
    await screen.findByText('Saved.');
    expect(asked).toHaveBeenCalledTimes(2);
    expect(await saved[0]?.text()).toBe('<p>a</p>');
    vi.unstubAllGlobals();
  });

  test('by mail says where it went, and what to do where there is no address', async () => {
    const sent = show(over(['mail']), () => ({ to: 'a•••@example.com' }));
    const { unmount } = render(<OffersView {...sent.props()} />);
    fireEvent.click(screen.getByRole('button', { name: 'Send it to me by mail' }));
    expect(await screen.findByText('Sent to a•••@example.com.')).toBeTruthy();
    unmount();
    const refused = show(over(['mail']), () => {
      throw refuse('forbidden', 'x', { needs: 'known', stepUp: true });
    });
    render(<OffersView {...refused.props()} />);
    fireEvent.click(screen.getByRole('button', { name: 'Send it to me by mail' }));
    expect(await screen.findByText(/Sign in at the shop first/)).toBeTruthy();
  });
});
