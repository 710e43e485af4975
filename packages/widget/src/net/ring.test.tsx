import type { AnyEntry, ShopperConversation } from '@shopbell/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { emptyPanel, type PanelState } from '../panel/panel-state.ts';
import { createStore } from '../panel/store.ts';
import { ringFor } from './ring.ts';

const struck: number[] = [];
const claims: string[] = [];
const page = { visible: 'visible' };

class Sound {
  currentTime = 0;
  gain = {
    setValueAtTime: () => {},
    linearRampToValueAtTime: () => {},
    exponentialRampToValueAtTime: () => {},
  };
  connect = (to: unknown) => to;
  start = () => {};
  stop = () => {};
  close = async () => {};
}

/** Locks as a browser has them: whoever asks for one that is held gets none. */
const request = async (name: string, _: object, take: (lock: object | null) => unknown): Promise<void> => {
  const isFree = !claims.includes(name);
  claims.push(name);
  void take(isFree ? {} : null);
};

beforeEach(() => {
  vi.useFakeTimers();
  struck.length = 0;
  claims.length = 0;
  page.visible = 'visible';
  vi.stubGlobal(
    'AudioContext',
    class extends Sound {
      constructor() {
        super();
        struck.push(Date.now());
      }
    },
  );
  vi.stubGlobal('OscillatorNode', Sound);
  vi.stubGlobal('GainNode', Sound);
  vi.spyOn(document, 'visibilityState', 'get').mockImplementation(() => page.visible as 'visible');
  Object.defineProperty(navigator, 'locks', { configurable: true, value: { request } });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const shown = { id: 'cnv_a', lastSeq: 0 } as unknown as ShopperConversation;
const said = (seq: number) =>
  ({ conversation: 'cnv_a', seq, type: 'message', by: { kind: 'agent' } }) as unknown as AnyEntry;

const openTab = (state: Partial<PanelState>) => {
  const store = createStore({ ...emptyPanel('Shop'), conversation: shown, ...state });
  const calls: number[] = [];
  ringFor({ store, call: (count) => void calls.push(count) }, 'ring');
  const set = async (patch: Partial<PanelState>): Promise<void> => {
    store.set(patch);
    await vi.advanceTimersByTimeAsync(1_000);
  };
  return { calls, set };
};

test('what comes in another conversation sounds once while one is looked at, and changes no title', async () => {
  const { calls, set } = openTab({ isOpen: true });
  await set({ elsewhere: 1, newsElsewhere: 'cnv_b 4' });
  expect([struck.length, calls]).toEqual([1, []]);
  await set({ locale: 'de' });
  expect(struck).toHaveLength(1);
  await set({ elsewhere: 2, newsElsewhere: 'cnv_b 5' });
  expect(struck).toHaveLength(2);
});

test('it sounds in one tab alone, and in none where another has it before the shopper’s eyes', async () => {
  const [one, other] = [openTab({ isOpen: true }), openTab({ isOpen: true })];
  const news = { elsewhere: 1, newsElsewhere: 'cnv_b 4' };
  await Promise.all([one.set(news), other.set(news)]);
  expect(struck).toHaveLength(1);
  // The shown one of one tab is elsewhere for another: who looks at it comes first, silently.
  const here = one.set({ entries: [said(1)] });
  const there = other.set({ elsewhere: 2, newsElsewhere: 'cnv_a 1' });
  await Promise.all([here, there]);
  expect(struck).toHaveLength(1);
});

test('closed or behind another window, the title counts all conversations until the shopper looks', async () => {
  const { calls, set } = openTab({});
  await set({ elsewhere: 1, newsElsewhere: 'cnv_b 4' });
  expect([struck.length, calls]).toEqual([1, [1]]);
  await set({ entries: [said(1)] });
  expect(calls.at(-1)).toBe(2);
  expect(struck).toHaveLength(2);
  await set({ isOpen: true });
  expect(calls.at(-1)).toBe(0);
});
