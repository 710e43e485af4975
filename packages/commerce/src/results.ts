import {
  addsUp,
  Charge,
  Money,
  PaymentCard,
  QuoteCard,
  RefundCard,
  ReturnCard,
  sumOf,
} from '@shopbell/protocol';
import { z } from 'zod';
import { asContained, isContained, OrderLine } from './order.ts';

const id = z.string().min(1).max(60);
const at = z.int().min(0);
const orderNumber = z.string().min(1).max(40);
const inOneSum = { path: ['total'], message: 'must be the sum of the lines and charges, in one currency' };
const lines = z.array(OrderLine).min(1).max(50);

/** What something would cost, until when; the total is the sum of lines and charges (discount, tax, shipping, fees). */
export const Quote = z
  .strictObject({
    id,
    lines,
    charges: z.array(Charge).max(19),
    total: Money,
    included: QuoteCard.shape.included,
    validUntil: at,
  })
  .refine(addsUp, inOneSum)
  .refine(isContained, asContained);
export type Quote = z.infer<typeof Quote>;

/** A payment that was asked for. `url` is where the customer pays. */
export const Payment = z.strictObject({
  id,
  order: orderNumber,
  amount: Money,
  status: PaymentCard.shape.status,
  url: PaymentCard.shape.url,
  dueAt: at.optional(),
});
export type Payment = z.infer<typeof Payment>;

/** Pieces that come back, and what the customer gets for them once they have arrived. */
export const ReturnCase = z
  .strictObject({
    id,
    order: orderNumber,
    lines,
    /** What lessens the sum, e.g. the share of a discount. */
    charges: z.array(Charge).max(19),
    total: Money,
    label: ReturnCard.shape.label,
    sendBy: at.optional(),
  })
  .refine(addsUp, inOneSum);
export type ReturnCase = z.infer<typeof ReturnCase>;

/** Pieces that come back and others that are sent for them; `difference` is what is to be paid (negative: refunded). */
export const ExchangeCase = z
  .strictObject({
    id,
    order: orderNumber,
    back: lines,
    sent: lines,
    difference: Money,
    label: ReturnCard.shape.label,
    sendBy: at.optional(),
  })
  .refine(({ back, sent, difference }) => sumOf(sent) - sumOf(back) === difference.amount, {
    path: ['difference'],
    message: 'must be what is sent less what comes back',
  });
export type ExchangeCase = z.infer<typeof ExchangeCase>;

/** Money that went back, by line; the total is the sum. */
export const RefundCase = z
  .strictObject({
    id,
    order: orderNumber,
    lines: RefundCard.shape.lines,
    total: Money,
    method: z.string().min(1).max(80).optional(),
  })
  .refine(
    ({ lines: parts, total }) =>
      addsUp({ lines: [], charges: parts.map(({ amount }) => ({ amount })), total }),
    inOneSum,
  );
export type RefundCase = z.infer<typeof RefundCase>;

/** A voucher that was granted out of goodwill. */
export const Voucher = z.strictObject({
  code: z.string().min(1).max(40),
  order: orderNumber,
  amount: Money,
  validUntil: at.optional(),
});
export type Voucher = z.infer<typeof Voucher>;

/** Something written down for later: a complaint, a lead, a follow-up. */
export const RecordCase = z.strictObject({ id, at });
export type RecordCase = z.infer<typeof RecordCase>;
