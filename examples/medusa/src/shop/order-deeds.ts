import { z } from 'zod';
import { segment } from '../api/client.ts';
import { markedWith } from './marks.ts';
import type { Deeds } from './once.ts';
import { bothOf, no, orderSubject, requireStatus, type Desk } from './desk.ts';
import { fromAddress } from './order-words.ts';

/** Cancelling an order and changing where it goes. */
export const orderDeeds = (desk: Desk): Pick<Deeds, 'cancelOrder' | 'changeAddress'> => ({
  cancelOrder: {
    marked: 'before',
    subject: orderSubject(desk),
    foresee: async (_input, subject) => {
      const { theirs, order } = await bothOf(desk, subject);
      requireStatus(
        order,
        ['pending', 'paid'],
        'it can no longer be cancelled. Open a return once it has arrived',
      );
      if (theirs.fulfillments.some(({ canceled_at: canceledAt }) => !canceledAt))
        throw no(`Order ${order.number} has been packed: it can no longer be cancelled.`);
      const { payment } = order;
      if (payment === undefined)
        return { order: { ...order, status: 'cancelled' }, refunded: { ...order.total, amount: 0 } };
      const refunded = { ...payment.paid, amount: payment.paid.amount - payment.refunded.amount };
      return {
        order: { ...order, status: 'cancelled', payment: { ...payment, refunded: payment.paid } },
        refunded,
      };
    },
    carryOut: async (_input, { subject: { id } }) => {
      // Medusa refunds what was captured and frees what was reserved in the same piece of work.
      await desk.medusa.post(`/admin/orders/${segment(id)}/cancel`, z.object({}));
    },
    found: async ({ subject, result }) =>
      (await desk.book.byId(subject.id)).status === 'canceled' ? result : null,
  },

  changeAddress: {
    marked: 'with',
    subject: orderSubject(desk),
    foresee: async ({ shipTo }, subject) => {
      const { order } = await bothOf(desk, subject);
      requireStatus(order, ['pending', 'paid'], 'its address can no longer be changed');
      if (shipTo.country !== order.shipTo.country)
        throw no(
          `Order ${order.number} is taxed for ${order.shipTo.country}: it cannot go to ${shipTo.country}. Cancel it and order anew.`,
        );
      return { order: { ...order, shipTo }, before: order.shipTo };
    },
    carryOut: async ({ shipTo }, { key, subject: { id }, mark }) => {
      const body = { shipping_address: fromAddress(shipTo), metadata: markedWith(key, mark) };
      await desk.medusa.post(`/admin/orders/${segment(id)}`, z.object({}), { body });
    },
    found: async ({ result }) => result,
  },
});
