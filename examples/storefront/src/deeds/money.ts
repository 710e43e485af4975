import { randomInt } from 'node:crypto';
import type { Payment } from '@shopbell/commerce';
import type { StoredOrder } from '../books/orders.ts';
import type { StoredPayment } from '../books/papers.ts';
import { currency, price } from '../money.ts';
import {
  dayMs,
  lineOf,
  newId,
  no,
  orderIn,
  payBack,
  requireEachOnce,
  type DeedsOf,
  type Desk,
} from './desk.ts';
import { money } from './words.ts';

const payWithinMs = 14 * dayMs;
const voucherValidMs = 365 * dayMs;
const goodwillMax = 5_000;
const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

const requireEuro = (given: string): void => {
  if (given !== currency) throw no(`This shop counts in ${currency}, not in ${given}.`);
};

/** A payment in the words of the API. An open one past its day reads as expired. */
export const toPayment = (payment: StoredPayment, publicUrl: string, at: number): Payment => ({
  id: payment.id,
  order: payment.order,
  amount: money(payment.amount),
  status: payment.status === 'open' && payment.dueAt < at ? 'expired' : payment.status,
  url: `${publicUrl}/pay/${payment.id}`,
  dueAt: payment.dueAt,
});

const dueOf = (order: StoredOrder): number => order.total - (order.paid - order.refunded);

const requireRefundable = (
  order: StoredOrder,
  sku: string,
  { amount, already }: Record<'amount' | 'already', number>,
) => {
  const line = lineOf(order, sku);
  const left = line.price * line.quantity - already;
  if (amount > left) throw no(`For “${line.title}” at most ${price(left)} can be refunded.`);
  return line;
};

/** Money: asking for it, sending it back, giving some away. */
export const moneyDeeds: DeedsOf<'requestPayment' | 'refund' | 'grantGoodwill'> = {
  requestPayment: ({ order: number }, { books, publicUrl, at, key }) => {
    const order = orderIn({ books, publicUrl, at, key }, number);
    if (order.status === 'cancelled') throw no(`Order ${order.number} was cancelled: nothing is due.`);
    const due = dueOf(order);
    if (due <= 0 || order.status === 'refunded') throw no(`Order ${order.number} has been paid.`);
    // One link at a time: an older one must not be paid besides.
    books.papers.withdrawPayments(order.number);
    const payment: StoredPayment = {
      id: newId('pay'),
      order: order.number,
      amount: due,
      status: 'open',
      dueAt: at + payWithinMs,
    };
    books.papers.addPayment(payment);
    return { payment: toPayment(payment, publicUrl, at) };
  },

  refund: ({ order: number, lines }, desk) => {
    const { books } = desk;
    const order = orderIn(desk, number);
    requireEachOnce(lines);
    const already = books.ledger.refundedLines(order.number);
    const parts = lines.map(({ sku, amount }) => {
      requireEuro(amount.currency);
      const line = requireRefundable(order, sku, { amount: amount.amount, already: already.get(sku) ?? 0 });
      return { title: line.title, variant: line.variant, quantity: line.quantity, amount };
    });
    const total = lines.reduce((sum, { amount }) => sum + amount.amount, 0);
    payBack(desk, order, total);
    for (const { sku, amount } of lines)
      books.ledger.refundLine({ order: order.number, sku, amount: amount.amount });
    if (order.refunded + total === order.paid) books.orders.change(order.number, { status: 'refunded' });
    return {
      refund: {
        id: newId('ref'),
        order: order.number,
        lines: parts,
        total: money(total),
        method: order.method,
      },
    };
  },

  grantGoodwill: ({ order: number, amount }, desk) => {
    const order = orderIn(desk, number);
    requireEuro(amount.currency);
    if (amount.amount > goodwillMax) throw no(`A voucher is worth at most ${price(goodwillMax)}.`);
    const code = `SORRY-${Array.from({ length: 8 }, () => letters[randomInt(letters.length)]).join('')}`;
    const validUntil = desk.at + voucherValidMs;
    const voucher = { code, order: order.number, amount: amount.amount, validUntil, spentOn: null };
    desk.books.papers.addVoucher(voucher);
    return { voucher: { code, order: order.number, amount, validUntil } };
  },
};

/** Marks a payment as paid, once; what is no longer open stays as it is. */
export const settle = (id: string, desk: Desk): StoredPayment | null => {
  const { books, at } = desk;
  const payment = books.papers.payment(id);
  if (payment === null || payment.status !== 'open' || payment.dueAt < at) return payment;
  books.papers.setPayment(id, 'paid');
  books.ledger.write({ key: desk.key, order: payment.order, kind: 'payment', amount: payment.amount, at });
  const order = orderIn(desk, payment.order);
  if (order.status === 'pending' && dueOf(order) <= 0) books.orders.change(order.number, { status: 'paid' });
  return books.papers.payment(id);
};
