import { createHash } from 'node:crypto';
import type { Money } from '@shopbell/agent';
import { z } from 'zod';
import { segment } from '../api/client.ts';
import { toDecimal } from '../api/money.ts';
import type { MedusaOrder, MedusaPayment } from '../api/shapes.ts';
import { bothOf, itemOf, no, orderSubject, requireEachOnce, type Desk } from './desk.ts';
import { marksIn } from './marks.ts';
import type { Deed, Deeds } from './once.ts';
import { balanceOf, methodOf, paymentsOf, toLine } from './order-words.ts';

const dayMs = 24 * 60 * 60_000;
const voucherValidMs = 365 * dayMs;
const sumOf = (parts: readonly { amount: number }[]): number =>
  parts.reduce((sum, { amount }) => sum + amount, 0);

/** A refund carries the key it was made under in its note: the effect tells of itself. */
const noteOf = (key: string): string => `Shopbell ${key}: `;
const refundUnder = (order: MedusaOrder, key: string) =>
  paymentsOf(order)
    .flatMap(({ refunds }) => refunds)
    .find(({ note }) => note?.startsWith(noteOf(key)));

const Refunded = z.object({
  lines: z.array(z.object({ sku: z.string(), amount: z.object({ amount: z.number() }) })),
});

/** What went back for one article so far. Medusa keeps refunds by payment; which articles they were for, the marks know. */
const refundedFor = (order: MedusaOrder, sku: string): number =>
  marksIn(order.metadata)
    .filter(({ key, mark }) => mark.method === 'refund' && refundUnder(order, key) !== undefined)
    .flatMap(({ mark }) => Refunded.safeParse(mark.input).data?.lines ?? [])
    .filter((line) => line.sku === sku)
    .reduce((sum, { amount }) => sum + amount.amount, 0);

/** The payment that has enough left for all of it: one refund in Medusa is of one payment. */
const payingBack = (order: MedusaOrder, amount: number): MedusaPayment => {
  const payments = paymentsOf(order);
  const payment = payments.find(
    ({ captures, refunds }) =>
      Math.round((sumOf(captures) - sumOf(refunds)) * 1_000) >= Math.round(amount * 1_000),
  );
  if (payment !== undefined) return payment;
  throw no(
    payments.length > 1
      ? `Order ${order.display_id} was paid in parts, and no single one is that much.`
      : `Of order ${order.display_id}, no more than was paid can be refunded.`,
  );
};

const codeFor = (key: string): string =>
  `THANKS-${createHash('sha256').update(key).digest('hex').slice(0, 12).toUpperCase()}`;

const refundDeed = (desk: Desk): Deed<'refund'> => ({
  marked: 'before',
  subject: orderSubject(desk),
  foresee: async ({ lines }, subject) => {
    const { theirs, order } = await bothOf(desk, subject);
    requireEachOnce(lines);
    const parts = lines.map(({ sku, amount }) => {
      const line = toLine(itemOf(theirs, sku), theirs.currency_code);
      if (amount.currency !== line.total.currency)
        throw no(`Order ${order.number} is in ${line.total.currency}.`);
      if (amount.amount > line.total.amount - refundedFor(theirs, sku))
        throw no(`For “${line.title}” in order ${order.number}, that much cannot be refunded.`);
      const { title, variant, quantity } = line;
      return { title, ...(variant === undefined ? {} : { variant }), quantity, amount };
    });
    const total: Money = {
      amount: sumOf(lines.map(({ amount }) => amount)),
      currency: theirs.currency_code,
    };
    const { paid, refunded } = balanceOf(theirs);
    if (total.amount > paid.amount - refunded.amount)
      throw no(`Of order ${order.number}, no more than was paid can be refunded.`);
    const method = methodOf(payingBack(theirs, toDecimal(total)));
    return {
      refund: { id: 'planned', order: order.number, lines: parts, total, method },
    };
  },
  carryOut: async ({ reason }, { key, subject, result: { refund } }) => {
    const amount = toDecimal(refund.total);
    const { id } = payingBack(await desk.book.byId(subject.id), amount);
    await desk.medusa.post(`/admin/payments/${segment(id)}/refund`, z.object({}), {
      body: { amount, note: noteOf(key) + reason },
    });
  },
  found: async ({ key, subject, result }) => {
    const made = refundUnder(await desk.book.byId(subject.id), key);
    return made === undefined ? null : { refund: { ...result.refund, id: made.id } };
  },
});

const goodwillDeed = (desk: Desk): Deed<'grantGoodwill'> => ({
  marked: 'before',
  subject: orderSubject(desk),
  foresee: async ({ amount }, subject) => {
    const { order } = await bothOf(desk, subject);
    if (order.status === 'cancelled') throw no(`Order ${order.number} was cancelled.`);
    if (amount.currency !== desk.currency)
      throw no(`This shop counts in ${desk.currency}, not in ${amount.currency}.`);
    const validUntil = Math.floor((Date.now() + voucherValidMs) / dayMs) * dayMs;
    return { voucher: { code: 'planned', order: order.number, amount, validUntil } };
  },
  carryOut: async (_input, { key, result: { voucher } }) => {
    const { amount, validUntil } = voucher;
    const code = codeFor(key);
    await desk.medusa.post('/admin/promotions', z.object({}), {
      body: {
        code,
        type: 'standard',
        status: 'active',
        limit: 1,
        application_method: {
          type: 'fixed',
          target_type: 'order',
          value: toDecimal(amount),
          currency_code: amount.currency.toLowerCase(),
        },
        campaign: {
          name: `Goodwill ${code}`,
          campaign_identifier: code,
          ...(validUntil === undefined ? {} : { ends_at: new Date(validUntil).toISOString() }),
        },
      },
    });
  },
  found: async ({ key, result }) => {
    const shape = z.object({ promotions: z.array(z.object({ id: z.string() })) });
    const query = { code: codeFor(key), fields: 'id' };
    const { promotions } = await desk.medusa.get('/admin/promotions', shape, { query });
    if (promotions.length === 0) return null;
    return { voucher: { ...result.voucher, code: codeFor(key) } };
  },
});

/** Sending money back, and giving some for the next time. */
export const moneyDeeds = (desk: Desk): Pick<Deeds, 'refund' | 'grantGoodwill'> => ({
  refund: refundDeed(desk),
  grantGoodwill: goodwillDeed(desk),
});
