import type { AnyEntry, ShopperConversation } from '@shopbell/protocol';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createKeeping } from '../panel/keeping.ts';
import { emptyPanel, type PanelState } from '../panel/panel-state.ts';
import { createStore } from '../panel/store.ts';
import { keepDrafts } from './drafts.ts';
import { createNews } from './news.ts';
import { subjectOf } from './subject-of.ts';
import { watchClock } from './watch-clock.ts';

const conversation = (id: string, lastSeq = 0) => ({ id, lastSeq, status: 'open' }) as ShopperConversation;
const said = (of: string, seq: number, kind = 'agent') =>
  ({ conversation: of, seq, type: 'message', by: { kind }, data: { parts: [] } }) as unknown as AnyEntry;

describe('news', () => {
  const state = (patch: Partial<PanelState>): PanelState => ({ ...emptyPanel('Shop'), ...patch });

  test('are what is said after the panel came, each once, and never one’s own', () => {
    const newsIn = createNews();
    const a = conversation('cnv_a', 2);
    const entries = [said('cnv_a', 1), said('cnv_a', 2)];
    expect(newsIn(state({ conversation: a, entries }))).toBeNull();
    expect(newsIn(state({ conversation: a, entries: [...entries, said('cnv_a', 3, 'shopper')] }))).toBeNull();
    const more = [...entries, said('cnv_a', 3, 'shopper'), said('cnv_a', 4)];
    expect(newsIn(state({ conversation: a, entries: more }))).toBe('cnv_a 4');
    expect(newsIn(state({ conversation: a, entries: more }))).toBeNull();
  });

  test('are none while the entries of another conversation are still there', () => {
    const newsIn = createNews();
    expect(newsIn(state({ conversation: conversation('cnv_b'), entries: [said('cnv_a', 9)] }))).toBeNull();
  });
});

describe('unsent words', () => {
  const memory = new Map<string, string>();
  const storage = {
    getItem: (key: string) => memory.get(key) ?? null,
    setItem: (key: string, value: string) => void memory.set(key, value),
    removeItem: (key: string) => void memory.delete(key),
  } as Storage;
  beforeEach(() => memory.clear());

  const page = () => {
    const keeping = createKeeping('demo', storage, () => Promise.reject(new Error('none')));
    const store = createStore(emptyPanel('Shop'));
    keepDrafts(store, keeping);
    const set = async (patch: Partial<PanelState>): Promise<void> => {
      store.set(patch);
      await Promise.resolve();
    };
    return { keeping, store, set };
  };
  const written = () => {
    const first = page();
    first.keeping.setToken('sbt_1');
    first.keeping.begin();
    return first;
  };

  test('are there again after a reload, each in its conversation', async () => {
    const { set } = written();
    await set({ conversation: conversation('cnv_a') });
    await set({ draft: 'About a' });
    await set({ conversation: conversation('cnv_b') });
    const after = page();
    await after.set({ conversation: conversation('cnv_b') });
    expect(after.store.value.draft).toBe('');
    await after.set({ draft: 'About b' });
    await after.set({ conversation: conversation('cnv_a') });
    expect(after.store.value.draft).toBe('About a');
    await after.set({ conversation: conversation('cnv_b') });
    expect(after.store.value.draft).toBe('About b');
  });

  test('that were begun before the first conversation go with it, and what was sent is gone', async () => {
    const { set, store, keeping } = written();
    await set({ draft: 'Half a' });
    await set({ conversation: conversation('cnv_a') });
    expect(store.value.draft).toBe('Half a');
    expect(JSON.parse(keeping.drafts ?? '')).toEqual({ cnv_a: 'Half a' });
    await set({ draft: '' });
    expect(keeping.drafts).toBeUndefined();
    const after = page();
    await after.set({ conversation: conversation('cnv_a') });
    expect(after.store.value.draft).toBe('');
  });

  test('for a new conversation stay with it while another one is looked at', async () => {
    const { set, store } = written();
    await set({ conversation: conversation('cnv_a') });
    await set({ draft: 'About a' });
    await set({ conversation: null, picked: '' });
    expect(store.value.draft).toBe('');
    await set({ draft: 'Something new' });
    await set({ conversation: conversation('cnv_a'), picked: 'cnv_a' });
    expect(store.value.draft).toBe('About a');
    await set({ conversation: null, picked: '' });
    expect(store.value.draft).toBe('Something new');
  });

  test('are not stored before the shopper has written, and forgotten with the shopper', async () => {
    const { set } = page();
    await set({ draft: 'Never sent' });
    expect([...memory]).toEqual([]);
    const { set: next, keeping } = written();
    await next({ draft: 'Secret' });
    keeping.forget();
    await next({ draft: '' });
    expect([...memory]).toEqual([]);
  });

  test('in a form nobody wrote are none', async () => {
    const { keeping } = written();
    for (const broken of ['{', '[]', '7', 'null', '{"cnv_a":7}']) {
      keeping.setDrafts(broken);
      const after = page();
      await after.set({ conversation: conversation('cnv_a') });
      expect(after.store.value.draft).toBe('');
    }
  });
});

describe('the clock', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  test('that jumps says that the machine slept; set back or forth it does no harm', () => {
    vi.stubGlobal('document', { visibilityState: 'visible' });
    let aheadMs = 0;
    const woken = vi.fn<() => void>();
    const stop = watchClock(woken, () => Date.now() + aheadMs);
    vi.advanceTimersByTime(60_000);
    expect(woken).not.toHaveBeenCalled();
    aheadMs = 600_000;
    vi.advanceTimersByTime(1_000);
    expect(woken).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(60_000);
    expect(woken).toHaveBeenCalledTimes(1);
    aheadMs = -86_400_000;
    vi.advanceTimersByTime(2_000);
    expect(woken).toHaveBeenCalledTimes(2);
    stop();
    aheadMs = 0;
    vi.advanceTimersByTime(5_000);
    expect(woken).toHaveBeenCalledTimes(2);
  });

  test('is no witness in a hidden page, whose timers are late anyway', () => {
    vi.stubGlobal('document', { visibilityState: 'hidden' });
    let aheadMs = 0;
    const woken = vi.fn<() => void>();
    const stop = watchClock(woken, () => Date.now() + aheadMs);
    aheadMs = 60_000;
    vi.advanceTimersByTime(1_000);
    expect(woken).not.toHaveBeenCalled();
    stop();
  });
});

test('tabs of different customers are told apart by what their JWT says, whatever it is', () => {
  const of = (payload: unknown): string =>
    `x.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.y`;
  expect(subjectOf(of({ sub: 'customer-1' }))).toBe('customer-1');
  expect(subjectOf(of({ sub: 'Jürgen ÿ 鍋' }))).toBe('Jürgen ÿ 鍋');
  for (const none of [undefined, '', 'x', 'x.y', 'x.!.z', of(null), of({ sub: 7 })])
    expect(subjectOf(none)).toBe('');
});
