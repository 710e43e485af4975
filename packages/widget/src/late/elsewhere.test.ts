import type { AnyEntry, ShopperConversation } from '@shopbell/protocol';
import { expect, test } from 'vitest';
import type { Chat } from '../panel/chat.ts';
import { emptyPanel, type PanelState } from '../panel/panel-state.ts';
import { createStore } from '../panel/store.ts';
import { listenElsewhere, unreadIn } from './elsewhere.ts';

const conversation = (id: string, more: object = {}): ShopperConversation =>
  ({ id, status: 'open', lastSeq: 0, readSeq: 0, ...more }) as unknown as ShopperConversation;
const said = (seq: number, kind = 'agent') => ({ seq, type: 'message', by: { kind } }) as unknown as AnyEntry;

const setUp = (state: Partial<PanelState>) => {
  const ears: { id: string; after: number; take: (entry: AnyEntry) => void; isOver: boolean }[] = [];
  const follow = (id: string, after: number, take: (entry: AnyEntry) => void) => {
    const ear = { id, after, take, isOver: false };
    ears.push(ear);
    return () => void (ear.isOver = true);
  };
  const store = createStore({ ...emptyPanel('Shop'), ...state });
  const chat = { store, presence: { session: { connection: { follow } } } } as unknown as Chat;
  const set = async (patch: Partial<PanelState>): Promise<void> => {
    store.set(patch);
    await Promise.resolve();
  };
  return { chat, store, ears, set };
};

test('counts each message of the shop’s in conversations that are not shown, once', () => {
  const [a, b] = [conversation('cnv_a'), conversation('cnv_b', { lastSeq: 9, readSeq: 7 })];
  const { chat, store, ears } = setUp({ conversation: a, conversations: [a, b] });
  listenElsewhere(chat);
  listenElsewhere(chat);
  expect(ears).toMatchObject([{ id: 'cnv_b', after: 7 }]);
  for (const entry of [said(8), said(9, 'shopper'), said(10), said(10), said(3)]) ears[0]?.take(entry);
  expect([store.value.elsewhere, unreadIn(chat, 'cnv_b'), unreadIn(chat, 'cnv_a')]).toEqual([2, 2, 0]);
});

test('what is shown counts no longer; what was read of it does not count again', async () => {
  const [a, b] = [conversation('cnv_a'), conversation('cnv_b', { lastSeq: 9, readSeq: 7 })];
  const { chat, store, ears, set } = setUp({ conversation: a, conversations: [a, b] });
  listenElsewhere(chat);
  ears[0]?.take(said(8));
  await set({ conversation: b, readSeq: 9 });
  expect(store.value.elsewhere).toBe(0);
  expect(ears).toMatchObject([{ isOver: true }, { id: 'cnv_a' }]);
  await set({ conversation: a, readSeq: 0 });
  expect(ears.at(-1)).toMatchObject({ id: 'cnv_b', after: 9 });
});

test('what is over and read is not listened to, and of much only the newest', () => {
  const over = conversation('cnv_o', { status: 'closed', lastSeq: 4, readSeq: 4 });
  const late = conversation('cnv_l', { status: 'closed', lastSeq: 4, readSeq: 3 });
  const long = conversation('cnv_long', { lastSeq: 900 });
  const { chat, ears } = setUp({ conversations: [over, late, long] });
  listenElsewhere(chat);
  expect(ears).toMatchObject([
    { id: 'cnv_l', after: 3 },
    { id: 'cnv_long', after: 850 },
  ]);
});

test('what comes there is news, once; what was there before, or came while it was shown, is none', async () => {
  const [a, b] = [conversation('cnv_a'), conversation('cnv_b', { lastSeq: 9, readSeq: 7 })];
  const { chat, store, ears, set } = setUp({ conversation: a, conversations: [a, b] });
  listenElsewhere(chat);
  for (const seq of [8, 9]) ears[0]?.take(said(seq));
  expect([store.value.elsewhere, store.value.newsElsewhere]).toEqual([2, undefined]);
  ears[0]?.take(said(10));
  expect(store.value.newsElsewhere).toBe('cnv_b 10');
  // Shown, it grows; back at the other one, what is unread of it counts and is no news.
  const grown = [{ ...said(11), conversation: 'cnv_b' }] as unknown as AnyEntry[];
  await set({ conversation: b, entries: grown, readSeq: 10 });
  await set({ conversation: a, entries: [], readSeq: 0 });
  ears.at(-1)?.take(said(11));
  expect([store.value.elsewhere, store.value.newsElsewhere]).toEqual([1, 'cnv_b 10']);
  ears.at(-1)?.take(said(12));
  expect(store.value.newsElsewhere).toBe('cnv_b 12');
});

test('one that begins later is news from its first message on', async () => {
  const a = conversation('cnv_a');
  const { chat, store, ears, set } = setUp({ conversation: a, conversations: [a] });
  listenElsewhere(chat);
  await set({ conversations: [conversation('cnv_new', { lastSeq: 2 }), a] });
  ears.at(-1)?.take(said(2));
  expect(store.value.newsElsewhere).toBe('cnv_new 2');
});
