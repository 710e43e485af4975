import { describe, expect, test } from 'vitest';
import type { TrackedEventName } from '../types.ts';
import { cartAfter, emptyCart } from './cart.ts';

const line = (title: string, quantity: number, total: number) => ({
  total_price: total,
  currency: 'EUR',
  quantity,
  product: { id: title.length, title, sku: title.toUpperCase() },
});
const told = (...events: [name: TrackedEventName, data: unknown][]) =>
  events.reduce((cart, [name, data]) => cartAfter(cart, name, data), emptyCart);
const shown = ({ lines }: ReturnType<typeof told>) =>
  lines.map(({ product, quantity, total_price }) => `${quantity} ${product.title} ${total_price}`);

describe('the cart a page tells of', () => {
  test('is what was put in, less what was taken out', () => {
    const cart = told(
      ['store_cart_was_updated', { cart_lines: [line('Kettle', 1, 29.9)] }],
      ['store_product_added_to_cart', { cart_lines: [line('Tin', 2, 9.98), line('Kettle', 1, 29.9)] }],
      ['store_product_removed_from_cart', { cart_lines: [line('Tin', 1, 4.99)] }],
    );
    expect(shown(cart)).toEqual(['2 Kettle 59.8', '1 Tin 4.99']);
    const empty = cartAfter(cart, 'store_product_removed_from_cart', { cart_lines: [line('Kettle', 9, 1)] });
    expect(shown(empty)).toEqual(['1 Tin 4.99']);
  });

  test('is empty once it was ordered, and the order stands beside it', () => {
    const order = {
      id: 'gid://shop/Order/1',
      order_number: '#1001',
      currency: 'usd',
      total_price: '123.45',
      line_items: [{ title: 'Kettle', quantity: 2, price: 49.99, sku: 'KTL', variant_id: 7, colour: 'red' }],
    };
    const cart = told(
      ['store_cart_was_updated', { cart_lines: [line('Kettle', 1, 29.9)] }],
      ['store_order_was_created', { order }],
    );
    expect(cart).toEqual({
      lines: [],
      order: {
        id: 'gid://shop/Order/1',
        order_number: '#1001',
        currency: 'USD',
        total_price: 123.45,
        line_items: [{ title: 'Kettle', quantity: 2, price: 49.99, sku: 'KTL', variant_id: 7 }],
      },
    });
  });

  test('is cut to what the relay takes', () => {
    const lines = Array.from({ length: 30 }, (_, index) => line(`${index} ${'x'.repeat(100)}`, 1, 1));
    const cart = told(['store_cart_was_updated', { cart_lines: lines }]);
    expect(cart.lines).toHaveLength(20);
    expect(cart.lines[0]?.product.title).toHaveLength(80);
  });

  test.each<[string, unknown]>([
    ['no data', undefined],
    ['no lines', { cart_lines: 'Kettle' }],
    ['a line of nothing', { cart_lines: [null, 4, {}] }],
    ['no amount', { cart_lines: [{ ...line('Kettle', 1, 1), total_price: Number.NaN }] }],
    ['less than nothing', { cart_lines: [{ ...line('Kettle', 1, 1), total_price: -1 }] }],
    ['no currency', { cart_lines: [{ ...line('Kettle', 1, 1), currency: '€' }] }],
    ['no title', { cart_lines: [{ ...line('Kettle', 1, 1), product: { title: ' ' } }] }],
    ['no pieces', { cart_lines: [line('Kettle', 0, 1)] }],
  ])('is not made of %s', (_, data) => {
    expect(told(['store_product_added_to_cart', data])).toEqual(emptyCart);
    expect(told(['store_order_was_created', data])).toEqual(emptyCart);
  });
});
