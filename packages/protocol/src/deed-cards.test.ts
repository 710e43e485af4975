import { describe, expect, test } from 'vitest';
import { Card } from './cards.ts';
import { cardToText } from './plain-text.ts';

const euro = (amount: number) => ({ amount, currency: 'EUR' });
const line = { title: 'Tea tin', quantity: 2, price: euro(1_250), total: euro(2_500) };
const address = { name: 'Ada Park', street: 'Am Wall 1', postalCode: '28195', city: 'Bremen', country: 'DE' };
const at = Date.UTC(2026, 10, 22, 12);
const sums = { lines: [line], charges: [{ label: 'Shipping', amount: euro(490) }], total: euro(2_990) };

const cards: Record<string, Record<string, unknown>> = {
  quote: { id: 'quo_1', ...sums, validUntil: at },
  payment: {
    id: 'pay_1',
    order: '1042',
    amount: euro(2_990),
    status: 'open',
    url: 'https://shop.example/pay/1',
  },
  refund: {
    order: '1042',
    status: 'issued',
    lines: [{ title: 'Tea tin', variant: 'red', amount: euro(500) }],
    total: euro(500),
    method: 'invoice',
  },
  return: {
    order: '1042',
    status: 'open',
    ...sums,
    label: { carrier: 'DHL', number: 'RR1' },
    sendBy: at,
  },
  exchange: {
    order: '1042',
    status: 'planned',
    back: [line],
    sent: [{ ...line, total: euro(2_700) }],
    difference: euro(200),
  },
  change: { order: '1042', ...sums, before: euro(3_990), difference: euro(-1_000) },
  address: { order: '1042', address, before: { ...address, street: 'Am Wall 2' } },
  account: { name: 'Ada Park', email: 'ada@example.com', phone: '+49 421 1', address },
  voucher: { code: 'SORRY-1', amount: euro(500), reason: 'Late', validUntil: at },
  record: { what: 'complaint', title: 'A broken lid', text: 'In two pieces.' },
  article: { title: 'Steeping', text: 'Two minutes.', url: 'https://shop.example/steeping' },
};
const cardOf = (kind: string, changed: object = {}) => ({ kind, version: 1, ...cards[kind], ...changed });

describe('R27: cards of what is done', () => {
  test.each(Object.keys(cards))('of the kind %s are taken as they are, and no field more', (kind) => {
    expect(Card.parse(cardOf(kind))).toEqual(cardOf(kind));
    expect(Card.safeParse(cardOf(kind, { margin: 1 })).success).toBe(false);
    expect(Card.safeParse(cardOf(kind, { version: 2 })).success).toBe(false);
  });

  test.each([
    ['quote', { total: euro(2_991) }],
    ['quote', { charges: [] }],
    ['refund', { total: euro(499) }],
    ['refund', { total: { amount: 500, currency: 'USD' } }],
    ['return', { total: euro(3_000) }],
    ['exchange', { difference: euro(-200) }],
    ['exchange', { difference: { amount: 200, currency: 'USD' } }],
    ['change', { total: euro(1) }],
    ['change', { difference: euro(1_000) }],
    ['change', { before: { amount: 3_990, currency: 'USD' } }],
  ])('of the kind %s are refused when they do not add up: %j', (kind, changed) => {
    expect(Card.safeParse(cardOf(kind, changed)).success).toBe(false);
  });

  test.each([
    ['payment', { url: 'javascript:alert(1)' }],
    ['return', { label: { carrier: 'DHL', number: '1', url: 'data:text/html,x' } }],
    ['article', { url: 'x' }],
  ])('of the kind %s take no address that is not of the web', (kind, changed) => {
    expect(Card.safeParse(cardOf(kind, changed)).success).toBe(false);
  });
});

describe('cards of what is done, in words', () => {
  test.each([
    ['quote', ['2 × Tea tin: €25.00', 'Total: €29.90', 'Valid until']],
    ['payment', ['Payment for order 1042, open: €29.90', 'Pay here: https://shop.example/pay/1']],
    ['refund', ['Refund for order 1042, issued', 'Tea tin (red): €5.00', 'To: invoice']],
    ['return', ['Return for order 1042, open', 'Parcel label: DHL RR1', 'Send it by']],
    [
      'exchange',
      [
        'You send back: 2 × Tea tin: €25.00 (€12.50 each)',
        'We send you: 2 × Tea tin: €27.00',
        'To pay: €2.00',
      ],
    ],
    ['change', ['Before: €39.90', 'You get back: €10.00']],
    ['address', ['Address of order 1042', 'Am Wall 1', 'Before: Ada Park, Am Wall 2']],
    ['account', ['Account of Ada Park', 'ada@example.com', '+49 421 1']],
    ['voucher', ['Voucher SORRY-1: €5.00', 'Late', 'Valid until']],
    ['record', ['Complaint: A broken lid', 'In two pieces.']],
    ['article', ['Steeping', 'Two minutes.', 'https://shop.example/steeping']],
  ])('a %s says all that it shows', (kind, said) => {
    const words = cardToText(Card.parse(cardOf(kind)));
    for (const each of said) expect(words).toContain(each);
  });

  test('a payment that is no longer open has no link', () => {
    expect(cardToText(Card.parse(cardOf('payment', { status: 'paid' })))).not.toContain('http');
  });
});
