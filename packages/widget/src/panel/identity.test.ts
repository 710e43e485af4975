import type { AnyEntry, Entry } from '@shopbell/protocol';
import { expect, test } from 'vitest';
import { emptyPanel, isIncoming, unreadCount } from './panel-state.ts';
import { timeline } from './timeline.ts';
import '../../test/words.ts';
import { wordsFor } from './words.ts';

const words = wordsFor('en');
const step = (seq: number, name: Entry<'identity'>['data']['step'], address?: string): Entry<'identity'> => ({
  conversation: 'cnv_12345678',
  seq,
  at: seq,
  by:
    name === 'asked'
      ? { kind: 'agent', id: 'agt_1', name: 'Sam' }
      : { kind: 'shopper', id: 'shp_1', name: '' },
  audience: 'everyone',
  nonce: `n${seq}`,
  type: 'identity',
  data: { step: name, ...(address === undefined ? {} : { address }) },
});
const itemsOf = (entries: AnyEntry[]) => timeline({ ...emptyPanel('Shop'), entries }, words);

test('what came of a question is told with it, and it is drawn where it was asked last', () => {
  const entries = [
    step(1, 'asked'),
    step(2, 'sent', 'l•••@example.com'),
    step(3, 'asked'),
    step(4, 'sent', 'a•••@example.com'),
    step(5, 'proved', 'a•••@example.com'),
  ];
  const items = itemsOf(entries);
  expect(items).toMatchObject([{ isAsked: false }, { isAsked: false }, { isAsked: true }]);
  expect(items.at(-1)).toMatchObject({
    key: 'identity 3',
    steps: entries.slice(2),
  });
});

test('steps nobody asked for stand for themselves', () => {
  const entries = [step(1, 'sent', 'l•••@example.com'), step(2, 'failed')];
  expect(itemsOf(entries)).toMatchObject(
    entries.map((each) => ({ kind: 'identity', isAsked: false, steps: [each] })),
  );
});

test('being asked is news, the rest of it is not', () => {
  const entries = [step(1, 'asked'), step(2, 'sent'), step(3, 'proved')];
  expect(entries.map(isIncoming)).toEqual([true, false, false]);
  expect(unreadCount({ ...emptyPanel('Shop'), entries })).toBe(1);
});
