import { describe, expect, test } from 'vitest';
import { Card, OrderCard } from './cards.ts';

const euro = (amount: number) => ({ amount, currency: 'EUR' });
const order = {
  kind: 'order',
  version: 1,
  number: '1042',
  placedAt: 1_790_000_000_000,
  status: 'shipped',
  lines: [{ title: 'Tea tin', quantity: 2, price: euro(1250), total: euro(2500) }],
  charges: [{ label: 'Shipping', amount: euro(490) }],
  total: euro(2990),
};

const product = {
  kind: 'product',
  version: 1,
  id: 'tin',
  title: 'Tea tin',
  picture: 'https://shop.example/tin.jpg',
  price: euro(1250),
  available: true,
  url: 'https://shop.example/tin',
};

describe('R27: an order card', () => {
  test('is taken when its total is the sum of what is shown', () => {
    expect(OrderCard.parse(order)).toEqual(order);
  });

  test('is refused when the total is one cent off', () => {
    const result = OrderCard.safeParse({ ...order, total: euro(2991) });
    expect(result.error?.issues[0]?.path).toEqual(['total']);
  });

  test('is refused when it mixes currencies', () => {
    const charges = [{ label: 'Shipping', amount: { amount: 490, currency: 'USD' } }];
    expect(OrderCard.safeParse({ ...order, charges }).success).toBe(false);
  });

  test('is refused with a field it does not know', () => {
    expect(OrderCard.safeParse({ ...order, margin: 1 }).success).toBe(false);
  });
});

describe('R27: cards', () => {
  test('of a kind or a version that is not in the union are refused', () => {
    expect(Card.safeParse({ ...order, kind: 'html' }).success).toBe(false);
    expect(Card.safeParse({ ...order, version: 2 }).success).toBe(false);
  });

  test.each([19.9, '1999', Number.NaN, Infinity, 2 ** 60])('take no amount of money like %s', (amount) => {
    expect(Card.safeParse({ ...order, total: { amount, currency: 'EUR' } }).success).toBe(false);
  });

  test.each(['eur', 'EURO', '€', ''])('take no currency like “%s”', (currency) => {
    expect(Card.safeParse({ ...product, price: { amount: 1, currency } }).success).toBe(false);
  });

  test.each([
    'javascript:alert(1)',
    'data:text/html,x',
    ' javascript:x',
    'ftp://x.example',
    '//x.example',
    'x',
  ])('take no address like %s', (address) => {
    expect(Card.safeParse({ ...product, url: address }).success).toBe(false);
    expect(Card.safeParse({ ...product, picture: address }).success).toBe(false);
  });

  test('of a product are taken as they are', () => {
    expect(Card.parse(product)).toEqual(product);
  });
});
