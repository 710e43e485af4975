import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import type { AnyEntry } from '@shopbell/protocol';
import { refuse } from '@shopbell/protocol/errors';
import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Chat } from '../chat.ts';
import { emptyPanel, type PanelState } from '../panel-state.ts';
import { createStore } from '../store.ts';
import { wordsFor } from '../words.ts';
import { Panel } from './panel.tsx';
import '../../../test/words.ts';

beforeAll(() => {
  // jsdom lays nothing out.
  vi.stubGlobal('CSS', { supports: () => true });
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  );
});
afterEach(cleanup);

const show = (patch: Partial<PanelState> = {}) => {
  const state: PanelState = {
    ...emptyPanel('Kettle & Leaf'),
    connection: { name: 'live', transport: 'websocket' },
    ...patch,
  };
  const chat: Chat = {
    store: createStore(state),
    send: vi.fn<Chat['send']>(),
    sendParts: vi.fn<Chat['sendParts']>(),
    shop: 'demo',
    answer: vi.fn<Chat['answer']>(),
    post: vi.fn<Chat['post']>(),
    presence: { session: null } as Chat['presence'],
    keeping: {} as Chat['keeping'],
    retry: vi.fn<Chat['retry']>(),
    remove: vi.fn<Chat['remove']>(),
    type: vi.fn<Chat['type']>(),
    settle: vi.fn<Chat['settle']>(),
    look: vi.fn<Chat['look']>(),
    read: vi.fn<Chat['read']>(),
    close: vi.fn<Chat['close']>(),
    call: vi.fn<Chat['call']>(),
    hear: vi.fn<Chat['hear']>(),
    wake: vi.fn<Chat['wake']>(),
  };
  render(<Panel state={state} words={wordsFor(state.locale)} chat={chat} />);
  return chat;
};
const said = (text: string, name = 'Nora'): AnyEntry => ({
  conversation: 'cnv_12345678',
  seq: 1,
  at: Date.now(),
  by: { kind: 'agent', id: 'agt_12345678', name },
  audience: 'everyone',
  nonce: 'n1',
  type: 'message',
  data: { parts: [{ kind: 'text', text }] },
});

describe('the panel', () => {
  test('says what to do while nothing was said, in the shopper’s language', () => {
    show({ locale: 'de' });
    expect(screen.getByRole('dialog', { name: 'Chat mit Kettle & Leaf' })).toBeTruthy();
    expect(screen.getByRole('heading', { name: 'Wie können wir helfen?' })).toBeTruthy();
  });

  test('sends on Enter, not on Shift and Enter, not while an input method composes, not when too long', () => {
    const chat = show({ draft: ' Hello ' });
    const field = screen.getByRole('textbox');
    fireEvent.keyDown(field, { key: 'Enter', shiftKey: true });
    fireEvent.keyDown(field, { key: 'Enter', isComposing: true });
    expect(chat.send).not.toHaveBeenCalled();
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(chat.send).toHaveBeenCalledExactlyOnceWith('Hello');
    cleanup();
    const other = show({ draft: 'x'.repeat(4_001) });
    fireEvent.keyDown(screen.getByRole('textbox'), { key: 'Enter' });
    expect(other.send).not.toHaveBeenCalled();
    expect(screen.getByText('Too long by 1')).toBeTruthy();
  });

  test('closes on Escape', () => {
    const chat = show();
    fireEvent.keyDown(screen.getByRole('textbox'), { key: 'Escape' });
    expect(chat.close).toHaveBeenCalledOnce();
  });

  test('keeps Tab inside where it covers the page', () => {
    show({ isModal: true });
    const send = screen.getByRole('button', { name: 'Send' });
    send.focus();
    fireEvent.keyDown(send, { key: 'Tab' });
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Close chat' }));
  });

  test('shows markup in messages and names as the characters they are', () => {
    const markup = '<img src=x onerror=alert(1)>';
    show({ entries: [said(markup, markup)] });
    expect(screen.getAllByText(markup)).toHaveLength(2);
    expect(document.querySelector('img')).toBeNull();
  });

  test('offers to try a refused message again or to remove it, and says why', () => {
    const input = { parts: [{ kind: 'text', text: 'Hi' }] };
    const error = refuse('too_large', 'inner words');
    const chat = show({
      pending: [{ nonce: 'p1', command: 'message:send', input, queuedAt: Date.now(), error }],
    });
    expect(screen.getByText('Not sent: it is too long.')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    fireEvent.click(screen.getByRole('button', { name: 'Remove' }));
    expect([vi.mocked(chat.retry).mock.calls, vi.mocked(chat.remove).mock.calls]).toEqual([
      [['p1']],
      [['p1']],
    ]);
  });

  test('says in words that there is no connection, and that a message waits', () => {
    const input = { parts: [{ kind: 'text', text: 'Hi' }] };
    show({
      connection: { name: 'waiting', attempt: 2, retryAt: 0 },
      pending: [{ nonce: 'p1', command: 'message:send', input, queuedAt: Date.now(), error: null }],
    });
    expect(screen.getByText('No connection. We keep trying.')).toBeTruthy();
    expect(screen.getByText('Not sent yet. We keep trying.')).toBeTruthy();
  });
});
