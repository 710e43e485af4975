import { withoutMarks } from '@shopbell/protocol/prose';
import type { AnyEntry } from '@shopbell/protocol';
import { expect, test, vi } from 'vitest';
import '../../test/words.ts';
import { emptyPanel } from '../panel/panel-state.ts';
import { createStore } from '../panel/store.ts';
import { announce } from './announce.ts';

const entryOf = (seq: number, type: string, data: object): AnyEntry =>
  ({ conversation: 'cnv_a', seq, type, by: { kind: 'agent', name: 'Nora' }, data }) as unknown as AnyEntry;
const saying = (seq: number, ...texts: string[]): AnyEntry =>
  entryOf(seq, 'message', { parts: texts.map((text) => ({ kind: 'text', text })) });

const setUp = () => {
  const store = createStore(emptyPanel('Shop'));
  const fetchSaid = vi.fn<() => Promise<{ withoutMarks: typeof withoutMarks }>>(async () => ({
    withoutMarks,
  }));
  const hear = async (entry: AnyEntry): Promise<string> => {
    store.set({ entries: [...store.value.entries, entry] });
    announce(store, entry, fetchSaid);
    await new Promise((resolve) => setImmediate(resolve));
    return store.value.announcement;
  };
  return { store, fetchSaid, hear };
};

test('what came in is announced by its words, at once where there are no marks in them', async () => {
  const { hear, fetchSaid } = setUp();
  expect(await hear(saying(1, 'On its way.'))).toBe('Nora: On its way.');
  expect(fetchSaid).not.toHaveBeenCalled();
});

test('what is bold, slanted, listed or linked is announced as it is drawn', async () => {
  const { hear } = setUp();
  expect(await hear(saying(1, '**Yes**, [see](https://shop.example/a)'))).toBe(
    'Nora: Yes, see (shop.example)',
  );
  expect(await hear(saying(2, '- _a_\n- b'))).toBe('Nora: • a\n• b');
});

test('what came later is not overtaken by what took longer to read', async () => {
  const { store, hear } = setUp();
  const read = Promise.withResolvers<{ withoutMarks: typeof withoutMarks }>();
  const slow = saying(1, '**first**');
  store.set({ entries: [slow] });
  announce(store, slow, () => read.promise);
  expect(await hear(saying(2, 'second'))).toBe('Nora: second');
  read.resolve({ withoutMarks });
  await read.promise;
  await new Promise((resolve) => setImmediate(resolve));
  expect(store.value.announcement).toBe('Nora: second');
});

test('a card, a plan that asks and a question for an address are said in words, what one writes oneself is not', async () => {
  const { hear } = setUp();
  const card = { kind: 'order' };
  expect(await hear(entryOf(1, 'message', { parts: [{ kind: 'card', card }] }))).toBe(
    'Nora sent you something to look at.',
  );
  const plan = { confirm: true, summary: 'We send it again' };
  expect(await hear(entryOf(2, 'action', { step: 'planned', plan }))).toContain('We send it again');
  expect(await hear(entryOf(3, 'identity', { step: 'asked' }))).toContain('mail address');
  const before = await hear(entryOf(4, 'action', { step: 'succeeded', card }));
  expect(before).toContain('mail address');
  expect(await hear({ ...saying(5, 'Me'), by: { kind: 'shopper', id: 'shp_a', name: '' } })).toBe(before);
});
