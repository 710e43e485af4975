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
    {
      setOpen: (isOpen) => void calls.push(['setOpen', isOpen]),
      update: (options) => void calls.push(['update', options]),
      tell: (...call: ChatCall) => void calls.push(call),
      stop: () => void calls.push('stop'),
      host,
      undo,
    },
    events,
  );
  return { api, events, calls, host };
};

describe('the methods', () => {
  test('take calls as the queue did, in order', () => {
    const { api, calls } = setUp();
    const queue = [['prefill', 'Hello'], ['setTheme', 'dark'], ['open']] as const;
    queue.forEach((call) => api.push([...call] as Parameters<typeof api.push>[0]));
    expect(calls).toEqual([
      ['prefill', 'Hello'],
      ['update', { theme: 'dark' }],
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
    const { api, events, host } = setUp();
    const heard = vi.fn<(event: ShopbellEvent) => void>();
    api.on('destroy', heard);
    api.on('open', heard);
    api.destroy();
    events.emit('open');
    expect(heard.mock.calls.map(([{ type }]) => type)).toEqual(['destroy']);
    expect(host.isConnected).toBe(false);
  });
});

describe('the events', () => {
  test('say id, time and type, and are window events too', () => {
    const { api, events } = setUp();
    const heard: ShopbellEvent[] = [];
    const onWindow = vi.fn<(event: Event) => void>();
    api.on('unread', (event) => heard.push(event));
    addEventListener('shopbell:unread', onWindow, { once: true });
    events.emit('unread', { count: 2 });
    expect(heard[0]).toMatchObject({
      type: 'unread',
      count: 2,
      id: expect.any(String),
      at: expect.any(Number),
    });
    expect(onWindow.mock.calls[0]?.[0]).toMatchObject({ detail: heard[0] });
  });

  test('stop being heard by their undo and by off, once after once', () => {
    const { api, events } = setUp();
    const [undone, off, once] = [vi.fn<() => void>(), vi.fn<() => void>(), vi.fn<() => void>()];
    const undo = api.on('open', undone);
    api.on('open', off);
    api.once('open', once);
    undo();
    api.off('open', off);
    events.emit('open');
    events.emit('open');
    expect([undone, off, once].map((each) => each.mock.calls.length)).toEqual([0, 0, 1]);
  });

  test('reach late listeners when they are ready or unread, once for once', async () => {
    const { api, events } = setUp();
    events.emit('ready');
    events.emit('open');
    const [ready, open] = [vi.fn<() => void>(), vi.fn<() => void>()];
    api.once('ready', ready);
    api.on('open', open);
    await Promise.resolve();
    events.emit('ready');
    expect([ready.mock.calls.length, open.mock.calls.length]).toEqual([1, 0]);
  });
});

describe('loading', () => {
  test('tries again with growing waits while somebody waits, and stops for good', async () => {
    vi.useFakeTimers();
    try {
      const at: number[] = [];
      const began = Date.now();
      const [load, stop] = createLoading(
        async () => {
          at.push((Date.now() - began) / 1_000);
          throw new Error('down');
        },
        () => true,
      );
      load();
      load();
      await vi.advanceTimersByTimeAsync(100_000);
      expect(at).toEqual([0, 2, 6, 14, 30, 60, 90]);
      stop();
      await vi.advanceTimersByTimeAsync(100_000);
      expect(at).toHaveLength(7);
    } finally {
      vi.useRealTimers();
    }
  });

  test('lets a failure rest when nobody waits', async () => {
    const attempt = vi.fn<() => Promise<void>>(() => Promise.reject(new Error('down')));
    const [load] = createLoading(attempt, () => false);
    load();
    await vi.waitUntil(() => attempt.mock.settledResults.length > 0);
    expect(attempt).toHaveBeenCalledOnce();
  });
});
