import { refuse } from '@shopbell/agent';
import type { Order, Receipt, Shop } from '@shopbell/commerce';

const eur = (amount: number) => ({ amount, currency: 'EUR' });

// Your database. Here: one order, and what was done under which key.
const orders = new Map<string, Order>([
  [
    'L-1001',
    {
      number: 'L-1001',
      placedAt: Date.UTC(2026, 9, 1),
      status: 'delivered',
      customer: { sub: 'c-1', name: 'Ada Park', email: 'ada@example.com' },
      shipTo: { name: 'Ada Park', street: 'Am Wall 1', postalCode: '28195', city: 'Bremen', country: 'DE' },
      lines: [
        {
          product: 'lamp',
          sku: 'lamp-blue',
          title: 'Desk lamp',
          quantity: 1,
          price: eur(4900),
          total: eur(4900),
        },
      ],
      charges: [{ label: 'Shipping', amount: eur(490) }],
      total: eur(5390),
      payment: { method: 'card', paid: eur(5390), refunded: eur(0) },
    },
  ],
]);
const receipts = new Map<string, Receipt & { asked: string }>();

export const yourShop: Shop = {
  order: async (number) => orders.get(number) ?? null,

  refund: async (input, { key, preview = false }) => {
    // In a database, all of this is one transaction: the key, the money and the order, or nothing.
    const asked = JSON.stringify(input);
    const done = receipts.get(key);
    if (done && !preview) {
      if (done.asked !== asked) throw refuse('conflict', 'This key stands for another refund.');
      return done.result as never;
    }

    const order = orders.get(input.order);
    if (!order?.payment) throw refuse('not_found', `There is no paid order ${input.order}.`);
    const { paid, refunded } = order.payment;
    const lines = input.lines.map(({ sku, amount }) => {
      const line = order.lines.find((each) => each.sku === sku);
      if (!line || amount.currency !== 'EUR' || amount.amount > line.total.amount)
        throw refuse('conflict', `For ${sku} that much cannot be refunded.`);
      return { title: line.title, amount };
    });
    const total = lines.reduce((sum, { amount }) => sum + amount.amount, 0);
    if (refunded.amount + total > paid.amount)
      throw refuse('conflict', `Of order ${order.number}, no more than was paid can be refunded.`);

    const result = {
      refund: { id: `refund-${key}`, order: order.number, lines, total: eur(total), method: 'card' },
    };
    if (preview) return result;
    // Tell your payment provider here, with the same key: it will not pay twice either.
    orders.set(order.number, {
      ...order,
      payment: { ...order.payment, refunded: eur(refunded.amount + total) },
    });
    receipts.set(key, { key, method: 'refund', at: Date.now(), result, asked });
    return result;
  },

  receipt: async (key) => {
    const done = receipts.get(key);
    if (!done) return null;
    const { asked: _, ...receipt } = done;
    return receipt;
  },
};
