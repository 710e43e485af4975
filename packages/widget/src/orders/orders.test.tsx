import { cleanup, fireEvent, render, screen, waitFor } from '@testing-library/preact';
import type { AnyEntry } from '@shopbell/protocol';
import { refuse } from '@shopbell/protocol/errors';
import { useEffect, useState } from 'preact/hooks';
import { afterEach, describe, expect, test, vi } from 'vitest';
import '../../test/words.ts';
import type { Chat } from '../panel/chat.ts';
import { emptyPanel, type PanelState } from '../panel/panel-state.ts';
import { createStore } from '../panel/store.ts';
import { wordsFor } from '../panel/words.ts';
import { OrderView } from './order-view.tsx';

afterEach(cleanup);

const id = 'cnv_12345678';
const action = 'act_12345678';
const conversation = { id, status: 'closed', agent: null } as unknown as PanelState['conversation'];
const step = (seq: number, data: object): AnyEntry =>
  ({
    conversation: id,
    seq,
    type: 'action',
    by: { kind: 'office' },
    data: { action, ...data },
  }) as unknown as AnyEntry;

const Stage = ({ chat, done }: { chat: Chat; done: () => void }) => {
  const [state, setState] = useState(chat.store.value);
  useEffect(() => chat.store.subscribe(() => setState(chat.store.value)), []);
  return <OrderView state={state} words={wordsFor('en')} chat={chat} done={done} />;
};

type Given = { isVerified?: boolean; email?: string; patch?: Partial<PanelState> };
const show = ({ isVerified = false, email = '', patch = {} }: Given = {}) => {
  const store = createStore<PanelState>({
    ...emptyPanel('Kettles'),
    connection: { name: 'live', transport: 'websocket' },
    ...patch,
  });
  const call = vi.fn<(command: string, input: object) => Promise<unknown>>();
  const begin = vi.fn<() => void>();
  const shown = vi.fn<(of: unknown) => void>();
  const done = vi.fn<() => void>();
  const chat = {
    store,
    keeping: { begin, owner: { id: 'shp_1', isVerified } },
    presence: { visitor: { claim: { email } }, session: { connection: { call }, show: shown } },
  } as unknown as Chat;
  render(<Stage chat={chat} done={done} />);
  return { store, call, begin, shown, done };
};

const fill = (label: string, value: string): void =>
  void fireEvent.input(screen.getByLabelText(label), { target: { value } });
const press = (): void => void fireEvent.click(screen.getByRole('button'));
const said = (): string => screen.getByRole('status').textContent ?? '';

describe('a look-up of an order', () => {
  test('asks for number and address, and says what is missing beside the field that lacks it', () => {
    const { call } = show();
    press();
    screen.getByText('Enter the order number.');
    expect(document.activeElement).toBe(screen.getByLabelText('Order number'));
    fill('Order number', ' AS-1 ');
    fill('Mail address of the order', 'mara@');
    press();
    expect(screen.getByLabelText('Mail address of the order').getAttribute('aria-invalid')).toBe('true');
    screen.getByText('Enter a mail address, such as name@example.com.');
    expect(call).not.toHaveBeenCalled();
  });

  test('goes into the conversation that is shown, and ends where its card stands', async () => {
    const { call, begin, store, done, shown } = show({ patch: { conversation } });
    call.mockResolvedValue({ action, conversation: id });
    fill('Order number', ' AS-1 ');
    fill('Mail address of the order', 'mara@example.com');
    press();
    expect(said()).toBe('Looking …');
    await waitFor(() => expect(call).toHaveBeenCalled());
    expect(call).toHaveBeenCalledExactlyOnceWith('action:ask', {
      conversation: id,
      nonce: expect.any(String) as string,
      name: 'order.lookup',
      input: { order: 'AS-1', email: 'mara@example.com' },
    });
    expect(begin).toHaveBeenCalled();
    expect(shown).not.toHaveBeenCalled();
    store.set({ entries: [step(1, { step: 'running' })] });
    expect(done).not.toHaveBeenCalled();
    store.set({ entries: [step(1, { step: 'running' }), step(2, { step: 'succeeded', end: true })] });
    await waitFor(() => expect(done).toHaveBeenCalledOnce());
    expect(store.value.announcement).toBe('Your order stands in the chat.');
  });

  test('shows the conversation that began with it, and says what was not found', async () => {
    const { call, store, shown, done } = show();
    const begun = { id, status: 'closed' };
    call.mockImplementation(async (command) =>
      command === 'action:ask' ? { action, conversation: id } : { conversations: [begun] },
    );
    fill('Order number', 'AS-1');
    fill('Mail address of the order', 'mara@example.com');
    press();
    await waitFor(() => expect(shown).toHaveBeenCalledWith(begun));
    store.set({ entries: [step(1, { step: 'failed', end: true })] });
    await waitFor(() => expect(said()).toMatch(/^We did not find an order with these details\./));
    expect(done).not.toHaveBeenCalled();
  });

  test('asks who is signed in for the number alone, until nothing was found with it', async () => {
    const { call, store } = show({ isVerified: true, patch: { conversation } });
    call.mockResolvedValue({ action, conversation: id });
    screen.getByText('You are signed in: its number is enough.');
    expect(screen.queryByLabelText('Mail address of the order')).toBeNull();
    fill('Order number', 'AS-1');
    press();
    await waitFor(() => expect(call.mock.calls[0]?.[1]).toMatchObject({ input: { order: 'AS-1' } }));
    store.set({ entries: [step(1, { step: 'failed', end: true })] });
    await screen.findByLabelText('Mail address of the order');
  });

  test.each([
    [refuse('office_unavailable', 'x'), /^Orders cannot be looked up right now\./],
    [
      refuse('rate_limited', 'x', { retryAfterMs: 350_000 }),
      /^That was often\. You can look again in 6 minutes,/,
    ],
    [refuse('forbidden', 'x', { needs: 'verified', stepUp: false }), /^Sign in at the shop first,/],
    [refuse('bad_request', 'x'), /^We did not find an order/],
  ])('that is refused says so in words: %o', async (error, words) => {
    const { call } = show({ email: 'mara@example.com' });
    call.mockRejectedValue(error);
    fill('Order number', 'AS-1');
    press();
    await waitFor(() => expect(said()).toMatch(words));
  });

  test('is the same question when its answer was lost, and another one with other details', async () => {
    const { call } = show({ email: 'mara@example.com' });
    call.mockRejectedValue(refuse('disconnected', 'x'));
    const nonces = () => call.mock.calls.map(([, input]) => (input as { nonce: string }).nonce);
    fill('Order number', 'AS-1');
    for (const count of [1, 2]) {
      press();
      await waitFor(() => expect(nonces()).toHaveLength(count));
      await waitFor(() => expect(said()).not.toBe('Looking …'));
    }
    fill('Order number', 'AS-2');
    press();
    await waitFor(() => expect(nonces()).toHaveLength(3));
    expect(nonces()[1]).toBe(nonces()[0]);
    expect(nonces()[2]).not.toBe(nonces()[0]);
  });
});
