import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createDeeds } from './deeds.ts';
import { createKeeping } from './keeping.ts';
import { emptyPanel, type PanelState } from './panel-state.ts';
import type { Presence } from './presence.ts';
import { createStore } from './store.ts';

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', { visibilityState: 'visible' });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const conversation = { id: 'cnv_a', status: 'open' } as unknown as PanelState['conversation'];
const entries = [{ seq: 1 }, { seq: 2 }] as unknown as PanelState['entries'];

const setUp = (patch: Partial<PanelState> = {}) => {
  const store = createStore({ ...emptyPanel('Shop'), ...patch });
  const storage = new Map<string, string>();
  const keeping = createKeeping(
    'demo',
    {
      getItem: (key: string) => storage.get(key) ?? null,
      setItem: (key: string, value: string) => void storage.set(key, value),
      removeItem: (key: string) => void storage.delete(key),
    } as Storage,
    () => Promise.reject(new Error('none')),
  );
  keeping.setToken('sbt_1');
  const calls: unknown[][] = [];
  const stored = Promise.withResolvers<{ conversation: string; seq: number; at: number }>();
  const session = {
    connection: {
      call: async (...call: unknown[]) => void calls.push(call),
      post: (...call: unknown[]) => {
        calls.push(call);
        return stored.promise;
      },
      wake: () => void calls.push(['wake']),
    },
  };
  const visitor = { claim: {}, page: { url: 'https://shop.example/a', title: 'A' }, jwt: undefined };
  const presence = { session, visitor } as unknown as Presence;
  const toPage = vi.fn<(message: unknown) => void>();
  const deeds = createDeeds(
    {
      url: '',
      shop: 'demo',
      name: '',
      locale: 'en',
      keeping,
      toPage,
      announce: () => {},
      share: () => undefined,
    },
    store,
    presence,
  );
  return { deeds, store, storage, calls, stored, toPage };
};

test('a first message begins a conversation, names the page, and lets storage begin', () => {
  const { deeds, storage, calls } = setUp();
  expect([...storage]).toEqual([]);
  deeds.send('Hello');
  const [command, input] = calls[0] ?? [];
  expect(command).toBe('message:send');
  expect(input).toEqual({
    nonce: expect.stringMatching(/^[\w-]{16,}$/),
    parts: [{ kind: 'text', text: 'Hello' }],
    page: { url: 'https://shop.example/a', title: 'A' },
  });
  expect([...storage.values()]).toContain('sbt_1');
});

test('the next message and a choice name their conversation, each with a nonce of its own', () => {
  const { deeds, calls } = setUp({ conversation });
  deeds.send('One');
  deeds.send('Blue', { card: 'c1', value: 'blue' });
  const inputs = calls.map(([, input]) => input as Record<string, unknown>);
  expect(inputs).toMatchObject([
    { conversation: 'cnv_a' },
    { conversation: 'cnv_a', choice: { card: 'c1', value: 'blue' } },
  ]);
  expect(inputs[0]?.['nonce']).not.toBe(inputs[1]?.['nonce']);
});

test('a message that is refused is not taken for stored', async () => {
  const { deeds, store, stored } = setUp({ conversation });
  deeds.send('No');
  stored.reject(new Error('refused'));
  await vi.advanceTimersByTimeAsync(0);
  expect(store.value.acknowledged).toEqual([]);
});

test('typing is told at the first key, not at each, again after a while, and when it ends', () => {
  const { deeds, calls } = setUp({ conversation });
  const told = () => calls.map(([, input]) => (input as { typing: boolean }).typing);
  deeds.type('H');
  deeds.type('He');
  expect(told()).toEqual([true]);
  vi.advanceTimersByTime(3_000);
  deeds.type('Hel');
  expect(told()).toEqual([true, true]);
  deeds.type('  ');
  expect(told()).toEqual([true, true, false]);
  deeds.type('');
  expect(told()).toEqual([true, true, false]);
});

test('a sent message ends the typing without a word', () => {
  const { deeds, calls } = setUp({ conversation });
  deeds.type('Hi');
  deeds.send('Hi');
  deeds.type('');
  expect(calls.map(([command]) => command)).toEqual(['typing:set', 'message:send']);
});

test('nobody is told of typing before there is a conversation', () => {
  const { deeds, calls, store } = setUp();
  deeds.type('Hi');
  expect(calls).toEqual([]);
  expect(store.value.draft).toBe('Hi');
});

test('read is what was in view: open, at the end, in a page that is seen, and once', () => {
  const { deeds, calls, store } = setUp({ conversation, entries });
  const marks = () => calls.filter(([command]) => command === 'read:mark').length;
  deeds.settle(true);
  expect(marks()).toBe(0);
  store.set({ isOpen: true });
  deeds.settle(false);
  deeds.wake();
  expect(marks()).toBe(0);
  vi.stubGlobal('document', { visibilityState: 'hidden' });
  deeds.settle(true);
  expect(marks()).toBe(0);
  vi.stubGlobal('document', { visibilityState: 'visible' });
  deeds.wake();
  deeds.settle(true);
  expect(calls.filter(([command]) => command === 'read:mark')).toEqual([
    ['read:mark', { conversation: 'cnv_a', seq: 2 }, { volatile: true }],
  ]);
  expect(store.value.readSeq).toBe(2);
});

test('what comes after the shopper has closed it is not looked at, even before the page has answered', () => {
  const { deeds, store, toPage } = setUp({ isOpen: true });
  deeds.close();
  expect(store.value.isOpen).toBe(false);
  expect(toPage).toHaveBeenCalledWith(['close']);
});
