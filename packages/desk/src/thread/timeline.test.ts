import type { AnyEntry, Entry } from '@shopbell/protocol';
import { expect, test } from 'vitest';
import { drawnPart } from './scroll.ts';
import { tellActions } from './stories.ts';
import { timeline } from './timeline.ts';

const noon = new Date(2026, 10, 22, 12).getTime();
const shopper = { kind: 'shopper', id: 'shp_00000001', name: 'Marta' } as const;
const nora = { kind: 'agent', id: 'agt_nora0000', name: 'Nora' } as const;
const office = { kind: 'office', id: 'agt_office00', name: 'Back office' } as const;

const head = (seq: number, at = noon + seq) => ({
  conversation: 'cnv_00000001' as const,
  seq,
  publicSeq: seq,
  at,
  by: shopper,
  audience: 'everyone' as const,
  nonce: `nonce-${seq}`,
});
const message = (seq: number, values: Partial<Entry<'message'>> = {}): Entry<'message'> => ({
  ...head(seq),
  type: 'message',
  data: { parts: [{ kind: 'text', text: `message ${seq}` }] },
  ...values,
});
type Step = Entry<'action'>['data']['step'];
const step = (
  seq: number,
  action: string,
  values: { step: Step } & Partial<Entry<'action'>>,
): Entry<'action'> => ({
  ...head(seq),
  by: values.step === 'requested' ? nora : office,
  ...values,
  type: 'action',
  data: { action: `act_${action}`, name: 'order.lookup', title: 'Look up an order', step: values.step },
});

test('the steps of one action are one story, where it began, and later messages stay below it', () => {
  const entries: AnyEntry[] = [
    message(1),
    step(2, 'aaaaaaaa', { step: 'requested', staffData: { input: { order: '7' } } }),
    message(3),
    step(4, 'aaaaaaaa', { step: 'running' }),
    step(5, 'aaaaaaaa', { step: 'succeeded', staffData: { output: { found: true } } }),
  ];
  const items = timeline(entries);
  expect(items.map(({ kind }) => kind)).toEqual(['day', 'message', 'action', 'message']);
  const [story] = tellActions(entries);
  expect(story).toMatchObject({
    step: 'succeeded',
    askedBy: nora,
    doneBy: office,
    input: { order: '7' },
    output: { found: true },
  });
});

test('two actions at a time are two stories, told apart by their ids', () => {
  const stories = tellActions([
    step(1, 'aaaaaaaa', { step: 'requested' }),
    step(2, 'bbbbbbbb', { step: 'requested' }),
    step(3, 'bbbbbbbb', {
      step: 'failed',
      staffData: { error: { code: 'gone', message: 'No such order.' } },
    }),
    step(4, 'aaaaaaaa', { step: 'running' }),
  ]);
  expect(stories.map((story) => [story.action, story.step, story.error?.message])).toEqual([
    ['act_aaaaaaaa', 'running', undefined],
    ['act_bbbbbbbb', 'failed', 'No such order.'],
  ]);
});

test('a story whose beginning is not loaded is told from what is there', () => {
  const [story] = tellActions([step(9, 'aaaaaaaa', { step: 'succeeded' })]);
  expect(story).toMatchObject({ step: 'succeeded', askedBy: null, doneBy: office });
});

test('days are parted, and an author is named again after a pause, another author or a new day', () => {
  const day = 86_400_000;
  const items = timeline([
    message(1),
    message(2),
    message(3, { by: nora }),
    message(4, { by: nora, at: noon + 6 * 60_000 }),
    message(5, { by: nora, at: noon + day }),
  ]);
  expect(items.map((item) => (item.kind === 'message' ? item.isFirstOfGroup : item.kind))).toEqual([
    'day',
    true,
    false,
    true,
    true,
    'day',
    true,
  ]);
});

test('an entry of an unknown type is shown as such', () => {
  const [, item] = timeline([{ ...head(1), type: 'unknown', wireType: 'rating', data: 5 }]);
  expect(item).toMatchObject({ kind: 'unknown', entry: { wireType: 'rating' } });
});

test('keys stay the same when earlier entries are loaded before them', () => {
  const later = [message(60), message(61)];
  const before = timeline(later).map(({ key }) => key);
  const after = timeline([message(59), ...later]).map(({ key }) => key);
  for (const key of before) expect(after).toContain(key);
  expect(new Set(after).size).toBe(after.length);
});

test('however long a conversation is, a bounded part of it is drawn, ending where the reader is', () => {
  const items = timeline(Array.from({ length: 5_000 }, (_, index) => message(index + 1)));
  expect(drawnPart(items, null)).toEqual({ start: items.length - 120, end: items.length });
  const middle = drawnPart(items, 'e2500');
  expect(middle.end - middle.start).toBe(120);
  expect(items[middle.end - 1]?.key).toBe('e2500');
  expect(drawnPart(items, 'e3')).toEqual({ start: 0, end: 120 });
  expect(drawnPart(items.slice(0, 10), null)).toEqual({ start: 0, end: 10 });
});
