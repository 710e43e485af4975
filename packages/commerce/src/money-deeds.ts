import { handle, type ActionHandler } from '@shopbell/agent';
import { refuse, sumOf } from '@shopbell/protocol';
import { handleDeed, type DeedOptions } from './deed.ts';
import {
  exchangeOpen,
  goodwillGrant,
  paymentRequest,
  paymentStatus,
  refundIssue,
  returnOpen,
} from './deed-actions.ts';
import { exchangeCard, paymentCard, refundCard, returnCard } from './deed-cards.ts';
import { ownOrder } from './ownership.ts';
import type { Voucher } from './results.ts';
import { sentencesFor } from './sentences.ts';
import type { Shop } from './shop.ts';

const requestPayment = (shop: Shop, options: DeedOptions): ActionHandler | null => {
  const { say, money } = sentencesFor(options.locale);
  return handleDeed(
    shop,
    {
      action: paymentRequest,
      method: 'requestPayment',
      tell: async ({ input, ...asked }) => ({ order: (await ownOrder(shop, input.order, asked)).number }),
      sentence: ({ payment }) => say.requestPayment(payment.order, money(payment.amount)),
      output: (result) => result,
      foreseen: ({ payment }) => paymentCard(payment, 'planned'),
      card: ({ payment }) => paymentCard(payment, 'done'),
      stands: async ({ payment: { id } }) => {
        if (shop.payment === undefined) return null;
        const payment = await shop.payment(id);
        return payment === null ? 'The shop does not have the payment.' : null;
      },
      settled: async (asked) => {
        // A shop that cannot tell leaves it at the link.
        if (shop.payment === undefined) return asked;
        const payment = await shop.payment(asked.payment.id);
        return payment === null || payment.status === 'open' ? null : { payment };
      },
    },
    options,
  );
};

const status = (shop: Shop): ActionHandler | null => {
  const { payment } = shop;
  if (payment === undefined) return null;
  return handle(paymentStatus, {
    run: async ({ input, shopper, signal }) => {
      const found = await payment.call(shop, input.payment, { signal });
      if (found === null) throw refuse('not_found', `There is no payment ${input.payment}.`);
      await ownOrder(shop, found.order, { shopper, signal, purpose: 'look' });
      return { payment: found };
    },
    card: ({ output }) => paymentCard(output.payment, 'done'),
  });
};

const refund = (shop: Shop, options: DeedOptions): ActionHandler | null => {
  const { say, money } = sentencesFor(options.locale);
  return handleDeed(
    shop,
    {
      action: refundIssue,
      method: 'refund',
      tell: async ({ input, ...asked }) => ({
        ...input,
        order: (await ownOrder(shop, input.order, asked)).number,
      }),
      sentence: ({ refund: { order, total } }) => say.refund(order, money(total)),
      output: (result) => result,
      foreseen: (result) => refundCard(result.refund, 'planned'),
      card: (result) => refundCard(result.refund, 'done'),
      spends: { as: 'refund.issue', amount: (result) => result.refund.total },
      stands: async ({ refund: { order: number, total } }) => {
        const paid = (await shop.order?.(number))?.payment;
        return paid === undefined || paid.refunded.amount >= total.amount
          ? null
          : 'The shop’s books show less money sent back than that.';
      },
    },
    options,
  );
};

const voucherCard = ({ amount, validUntil }: Voucher, more: { code?: string; reason: string }) => ({
  kind: 'voucher' as const,
  version: 1 as const,
  amount,
  ...more,
  ...(validUntil === undefined ? {} : { validUntil }),
});

const goodwill = (shop: Shop, options: DeedOptions): ActionHandler | null => {
  const { say, money } = sentencesFor(options.locale);
  return handleDeed(
    shop,
    {
      action: goodwillGrant,
      method: 'grantGoodwill',
      tell: async ({ input, ...asked }) => ({
        ...input,
        order: (await ownOrder(shop, input.order, asked)).number,
      }),
      sentence: ({ voucher }) => say.goodwill(money(voucher.amount), voucher.order),
      output: (result) => result,
      foreseen: ({ voucher }, { reason }) => voucherCard(voucher, { reason }),
      card: ({ voucher }, { reason }) => voucherCard(voucher, { code: voucher.code, reason }),
      spends: { as: 'goodwill.grant', amount: ({ voucher }) => voucher.amount },
    },
    options,
  );
};

const openReturn = (shop: Shop, options: DeedOptions): ActionHandler | null => {
  const { say, money } = sentencesFor(options.locale);
  return handleDeed(
    shop,
    {
      action: returnOpen,
      method: 'openReturn',
      tell: async ({ input, ...asked }) => ({
        ...input,
        order: (await ownOrder(shop, input.order, asked)).number,
      }),
      sentence: ({ opened }) => say.openReturn(opened.order, money(opened.total)),
      output: (result) => result,
      foreseen: ({ opened }) => returnCard(opened, 'planned'),
      card: ({ opened }) => returnCard(opened, 'done'),
      spends: { as: 'return.open', amount: ({ opened }) => opened.total },
    },
    options,
  );
};

const openExchange = (shop: Shop, options: DeedOptions): ActionHandler | null => {
  const { say, money } = sentencesFor(options.locale);
  return handleDeed(
    shop,
    {
      action: exchangeOpen,
      method: 'openExchange',
      tell: async ({ input, ...asked }) => ({
        ...input,
        order: (await ownOrder(shop, input.order, asked)).number,
      }),
      sentence: ({ opened: { order, difference } }) => {
        if (difference.amount === 0) return say.openExchange(order, null);
        const amount = money(difference);
        return say.openExchange(order, difference.amount > 0 ? { toPay: amount } : { back: amount });
      },
      output: (result) => result,
      foreseen: ({ opened }) => exchangeCard(opened, 'planned'),
      card: ({ opened }) => exchangeCard(opened, 'done'),
      // The other articles are sent before anything has come back: their value is what is at stake.
      spends: {
        as: 'exchange.open',
        amount: ({ opened: { sent, difference } }) => ({ ...difference, amount: sumOf(sent) }),
      },
    },
    options,
  );
};

/** The actions about money and parcels that come back: those whose methods the shop has, and whose orders it shows. */
export const moneyDeeds = (shop: Shop, options: DeedOptions): (ActionHandler | null)[] =>
  shop.order === undefined
    ? []
    : [
        status(shop),
        ...[requestPayment, refund, goodwill, openReturn, openExchange].map((deed) => deed(shop, options)),
      ];
