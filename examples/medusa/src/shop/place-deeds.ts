import { refuse } from '@shopbell/agent';
import { z } from 'zod';
import { segment } from '../api/client.ts';
import { requiredCustomer } from './accounts.ts';
import { no, type Desk } from './desk.ts';
import { markedWith } from './marks.ts';
import type { Deeds } from './once.ts';
import { fromAddress, sumsOf } from './order-words.ts';
import { promiseOf } from './quotes.ts';

/** Ordering what was quoted. */
export const placeDeeds = ({ medusa, book }: Desk): Pick<Deeds, 'placeOrder'> => ({
  placeOrder: {
    marked: 'before',
    subject: async ({ quote }) => {
      if (!/^order_[0-9A-Za-z]{10,60}$/.test(quote)) throw refuse('not_found', `There is no quote ${quote}.`);
      return { kind: 'draft-orders', id: quote };
    },
    foresee: async ({ quote, customer, shipTo }, subject) => {
      const draft = await book.byId(subject.id);
      const promised = promiseOf(draft);
      if (promised === null) throw refuse('not_found', `There is no quote ${quote}.`);
      if (!draft.is_draft_order) throw no('This quote has been ordered already.');
      if (promised.validUntil < Date.now()) throw no('This quote has expired: ask for a new one.');
      if (promised.country !== shipTo.country)
        throw no(`This quote is for ${promised.country}: ask for one for ${shipTo.country}.`);
      if (customer.sub !== null) await requiredCustomer(medusa, customer.sub);
      const sums = sumsOf(draft);
      const nothing = { amount: 0, currency: sums.total.currency };
      return {
        order: {
          number: String(draft.display_id),
          placedAt: draft.created_at,
          status: 'pending',
          customer,
          shipTo,
          ...sums,
          payment: { method: 'not paid yet', paid: nothing, refunded: nothing },
        },
      };
    },
    carryOut: async ({ customer, shipTo }, { key, subject: { id }, mark }) => {
      const at = `/admin/draft-orders/${segment(id)}`;
      const address = fromAddress(shipTo);
      await medusa.post(at, z.object({}), {
        body: {
          email: customer.email,
          ...(customer.sub === null ? {} : { customer_id: customer.sub }),
          shipping_address: address,
          billing_address: address,
          metadata: markedWith(key, mark),
        },
      });
      await medusa.post(`${at}/convert-to-order`, z.object({}));
    },
    found: async ({ subject, result }) => ((await book.byId(subject.id)).is_draft_order ? null : result),
  },
});
