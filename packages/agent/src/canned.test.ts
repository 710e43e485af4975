import type { CannedResponse } from '@shopbell/protocol';
import { describe, expect, test } from 'vitest';
import { fillCanned, rankCanned } from './canned.ts';

const of = (id: string, title: string, more: Partial<CannedResponse> = {}): CannedResponse => ({
  id,
  title,
  text: 'Hello',
  version: 1,
  uses: 0,
  updatedAt: 1,
  ...more,
});

describe('a canned response', () => {
  test.each([
    ['Dear {{shopper.name}}', 'Dear Lena', []],
    ['{{ shopper.name }} and {{shopper.name}}', 'Lena and Lena', []],
    ['Order {{order.number}}', 'Order {{order.number}}', ['order.number']],
    [
      '{{empty}} {{constructor}} {{toString}}',
      '{{empty}} {{constructor}} {{toString}}',
      ['empty', 'constructor', 'toString'],
    ],
    ['{{shop.name}}', 'A {{shopper.name}} shop, $& $1', []],
    ['{ {shopper.name} } {{}} {{1}}', '{ {shopper.name} } {{}} {{1}}', []],
  ])('“%s” is filled as “%s”', (text, filled, missing) => {
    const values = { 'shopper.name': 'Lena', 'shop.name': 'A {{shopper.name}} shop, $& $1', empty: '' };
    expect(fillCanned(text, values)).toEqual({ text: filled, missing });
  });
});

describe('canned responses are ranked', () => {
  const all = [
    of('return-label', 'Send a label', { text: 'Here is your return label.' }),
    of('refund-when', 'When a refund arrives', { text: 'Within five days after the return.', uses: 900 }),
    of('groesse', 'Größe und Passform', { language: 'de', text: 'Die Größe fällt klein aus.' }),
    of('hours', 'Opening hours', { uses: 5 }),
  ];
  test.each([
    ['ret', ['return-label', 'refund-when']],
    ['return-la', ['return-label']],
    ['label return', ['return-label']],
    ['grosse', ['groesse']],
    ['REFUND', ['refund-when']],
    ['nothing', []],
    ['(.*', []],
  ])('what was typed, “%s”, by where it stands', (typed, ids) => {
    expect(rankCanned(all, { typed }).map(({ id }) => id)).toEqual(ids);
  });

  test('by what was said, more than by their use', () => {
    const said = 'Hello, I am looking for the return label that you promised';
    expect(rankCanned(all, { said })[0]?.id).toBe('return-label');
    expect(rankCanned(all, {}).map(({ id }) => id)).toEqual([
      'refund-when',
      'hours',
      'groesse',
      'return-label',
    ]);
  });

  test('those in another language last', () => {
    expect(rankCanned(all, { language: 'de-AT' }).map(({ id }) => id)).toContain('groesse');
    expect(rankCanned(all, { language: 'en' }).at(-1)?.id).toBe('groesse');
  });
});
