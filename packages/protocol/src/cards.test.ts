import { describe, expect, test } from 'vitest';
import { OrderCard } from './cards.ts';

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

describe('an order card', () => {
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
