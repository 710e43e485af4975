import { describe, expect, test } from 'vitest';
import { cardToText, formatMoney, partsToText } from './plain-text.ts';

describe('money in words', () => {
  test.each([
    [{ amount: 1_999, currency: 'EUR' }, 'en', '€19.99'],
    [{ amount: 1_999, currency: 'JPY' }, 'en', '¥1,999'],
    [{ amount: -500, currency: 'USD' }, 'en', '-$5.00'],
    [{ amount: 1_234, currency: 'KWD' }, 'en', 'KWD 1.234'],
  ])('%j in %s is %s', (money, locale, words) => {
    expect(formatMoney(money, locale).replaceAll('\u00a0', ' ')).toBe(words);
  });
});

describe('cards in words', () => {
  const euro = (amount: number) => ({ amount, currency: 'EUR' });

  test('an order names its lines, charges, total and tracking', () => {
    const words = cardToText({
      kind: 'order',
      version: 1,
      number: '1042',
      placedAt: 0,
      status: 'shipped',
      lines: [{ title: 'Tea tin', variant: 'red', quantity: 2, price: euro(1_250), total: euro(2_500) }],
      charges: [{ label: 'Shipping', amount: euro(490) }],
      total: euro(2_990),
      included: [{ label: 'VAT 19 %', amount: euro(477) }],
      tracking: { carrier: 'Post', number: '00340' },
    });
    expect(words.split('\n')).toEqual([
      'Order 1042 of Jan 1, 1970, shipped',
      '2 × Tea tin (red): €25.00 (€12.50 each)',
      'Shipping: €4.90',
      'Total: €29.90',
      'Includes VAT 19 %: €4.77',
      'Tracking: Post 00340',
    ]);
  });

  test('the parts of a message stand one below the other', () => {
    const options = [
      { value: 'a', label: 'The first' },
      { value: 'b', label: 'The second' },
    ];
    const words = partsToText([
      { kind: 'text', text: 'Hello' },
      { kind: 'file', file: { id: 'fil_V1StGXR8_Z5', name: 'tin.png', type: 'image/png', bytes: 3 } },
      { kind: 'card', card: { kind: 'choices', version: 1, id: 'which', prompt: 'Which?', options } },
    ]);
    expect(words).toBe('Hello\ntin.png\nWhich?\n- The first\n- The second');
  });
});
