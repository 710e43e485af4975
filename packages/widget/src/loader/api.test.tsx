import { afterEach, describe, expect, test, vi } from 'vitest';
import type { ChatCall } from '../chat/chat.ts';
import type { ShopbellEvent } from '../types.ts';
import { createApi } from './api.ts';
import { createEvents } from './events.ts';
import { createLoading } from './loading.ts';

const undone: AbortController[] = [];
afterEach(() => undone.splice(0).forEach((undo) => undo.abort()));

const setUp = () => {
  const undo = new AbortController();
  undone.push(undo);
  const events = createEvents(undo.signal);
  const calls: unknown[] = [];
  const host = document.body.appendChild(document.createElement('div'));
  const api = createApi(
    [
      (isOpen) => void calls.push(['setOpen', isOpen]),
      (options) => void calls.push(['update', options]),
      (...call: ChatCall) => void calls.push(call),
      host,
      undo,
    ],
    events,
  );
  const [emit] = events;
  return { api, emit, calls, host };
};

describe('the methods', () => {
  test('take calls as the queue did, in order', () => {
    const { api, calls } = setUp();
    const cart = { cart_lines: [] };
    const queue = [
      ['prefill', 'Hello'],
      ['setTheme', 'dark'],
      ['track', 'store_cart_was_updated', cart],
      ['open'],
    ] as const;
    queue.forEach((call) => api.push([...call] as Parameters<typeof api.push>[0]));
    expect(calls).toEqual([
      ['prefill', 'Hello'],
      ['update', { theme: 'dark' }],
      ['track', 'store_cart_was_updated', cart],
      ['setOpen', true],
    ]);
  });

  test('have the names of other chats as aliases', () => {
    const { api } = setUp();
    const aliases = [
      ['boot', 'update'],
      ['shutdown', 'destroy'],
      ['setUser', 'identify'],
      ['reset', 'logout'],
      ['maximize', 'open'],
      ['minimize', 'close'],
    ] as const;
    for (const [alias, name] of aliases) expect(api[alias], alias).toBe(api[name]);
  });

  test('leave no node and no listener after destroy', () => {
    const { api, emit, host } = setUp();
    const heard = vi.fn<(event: ShopbellEvent) => void>();
    api.on('destroy', heard);
    api.on('open', heard);
    api.destroy();
    emit('open');
    expect(heard.mock.calls.map(([{ type }]) => type)).toEqual(['destroy']);
    expect(host.isConnected).toBe(false);
  });
});

describe('the events', () => {
  test('say id, time and type, and are window events too', () => {
    const { api, emit } = setUp();
    const heard: ShopbellEvent[] = [];
    const onWindow = vi.fn<(event: Event) => void>();
    api.on('unread', (event) => heard.push(event));
    addEventListener('shopbell:unread', onWindow, { once: true });
    emit('unread', { count: 2 });
    expect(heard[0]).toMatchObject({
      type: 'unread',
      count: 2,
      id: expect.any(String),
      at: expect.any(Number),
    });
    expect(onWindow.mock.calls[0]?.[0]).toMatchObject({ detail: heard[0] });
  });

  test('stop being heard by their undo and by off, once after once', () => {
    const { api, emit } = setUp();
    const [undone, off, once] = [vi.fn<() => void>(), vi.fn<() => void>(), vi.fn<() => void>()];
    const undo = api.on('open', undone);
    api.on('open', off);
    api.once('open', once);
    undo();
    api.off('open', off);
    emit('open');
    emit('open');
    expect([undone, off, once].map((each) => each.mock.calls.length)).toEqual([0, 0, 1]);
  });

  test('reach late listeners when they are ready or unread, once for once', async () => {
    const { api, emit } = setUp();
    emit('ready');
    emit('open');
    const [ready, open] = [vi.fn<() => void>(), vi.fn<() => void>()];
    api.once('ready', ready);
    api.on('open', open);
    await Promise.resolve();
    emit('ready');
    expect([ready.mock.calls.length, open.mock.calls.length]).toEqual([1, 0]);
  });
});

describe('loading', () => {
  test('tries again with growing waits while somebody waits, and stops for good', async () => {
    vi.useFakeTimers();
    try {
      const at: number[] = [];
      const began = Date.now();
      const undo = new AbortController();
      const load = createLoading(async () => {
        at.push((Date.now() - began) / 1_000);
        return true;
      }, undo);
      load();
      load();
      await vi.advanceTimersByTimeAsync(100_000);
      expect(at).toEqual([0, 2, 6, 14, 30, 60, 90]);
      undo.abort();
      load();
      await vi.advanceTimersByTimeAsync(100_000);
      expect(at).toHaveLength(7);
    } finally {
      vi.useRealTimers();
    }
  });

  test('lets a failure rest when nobody waits, and never does again what is done', async () => {
    const attempt = vi.fn<() => Promise<boolean | undefined>>().mockResolvedValueOnce(false);
    const load = createLoading(attempt, new AbortController());
    load();
    expect(attempt).toHaveBeenCalledOnce();
    await vi.waitFor(() => {
      load();
      expect(attempt).toHaveBeenCalledTimes(2);
    });
    await Promise.resolve();
    load();
    expect(attempt).toHaveBeenCalledTimes(2);
  });
});
