import { describe, expect, test } from 'vitest';
import type { LiveCart } from '@shopbell/protocol';
import { cartAfter } from './cart.ts';

const conversation = 'cnv_aaaaaaaaaaaaaaaaaaaa';
const line = (title: string, total: number, currency = 'EUR') => ({
  total_price: total,
  currency,
  quantity: 2,
  product: { title, sku: 'KTL-1' },
});
const order = {
  id: 17,
  currency: 'EUR',
  total_price: 59.98,
  line_items: [{ title: 'Kettle', quantity: 2, price: 29.99 }],
};

describe('the live cart', () => {
  test('has amounts in minor units of each currency, whatever floats make of them', () => {
    const { lines } = cartAfter(
      null,
      {
        conversation,
        cart_lines: [line('Kettle', 19.99), line('Tin', 1234, 'JPY'), line('Tea', 4.005, 'KWD')],
      },
      7,
    );
    expect(lines.map(({ total }) => total.amount)).toEqual([1999, 1234, 4005]);
    expect(lines[0]).toEqual({
      title: 'Kettle',
      quantity: 2,
      sku: 'KTL-1',
      total: { amount: 1999, currency: 'EUR' },
    });
  });

  test('keeps what a report does not speak of', () => {
    const before = cartAfter(null, { conversation, cart_lines: [line('Kettle', 19.99)] }, 7);
    const ordered = cartAfter(before, { conversation, order }, 8);
    expect(ordered).toEqual<LiveCart>({
      conversation,
      at: 8,
      lines: before.lines,
      order: {
        number: '17',
        total: { amount: 5998, currency: 'EUR' },
        lines: [{ title: 'Kettle', quantity: 2, total: { amount: 5998, currency: 'EUR' } }],
      },
    });
    const emptied = cartAfter(ordered, { conversation, cart_lines: [] }, 9);
    expect(emptied).toMatchObject({ lines: [], order: { number: '17' } });
  });

  test('is refused where it is longer than relays could tell each other', () => {
    const long = Array.from({ length: 20 }, () => line('急須'.repeat(40), 1));
    expect(() => cartAfter(null, { conversation, cart_lines: long, order }, 7)).not.toThrow();
    const orderToo = {
      ...order,
      line_items: Array.from({ length: 20 }, () => ({ title: '急須'.repeat(40), quantity: 1, price: 1 })),
    };
    expect(() => cartAfter(null, { conversation, cart_lines: long, order: orderToo }, 7)).toThrow(
      expect.objectContaining({ code: 'too_large' }),
    );
  });
});
