import type { OrderLine } from '@shopbell/commerce';
import { z } from 'zod';
import { segment } from '../api/client.ts';
import { toMoney } from '../api/money.ts';
import { MedusaReturn, type MedusaItem, type MedusaOrder } from '../api/shapes.ts';
import { bothOf, itemOf, no, orderSubject, requireEachOnce, requireStatus, type Desk } from './desk.ts';
import type { Deeds } from './once.ts';
import { toLine } from './order-words.ts';

type Wanted = readonly { sku: string; quantity: number }[];

/** How many of a line are with the customer and not on their way back. */
const leftOf = ({ detail }: MedusaItem): number =>
  Math.max(detail.shipped_quantity, detail.delivered_quantity) -
  detail.return_requested_quantity -
  detail.return_received_quantity;

const piecesOf = (order: MedusaOrder, wanted: Wanted): OrderLine[] => {
  requireEachOnce(wanted);
  return wanted.map(({ sku, quantity }) => {
    const item = itemOf(order, sku);
    const line = toLine(item, order.currency_code, quantity);
    if (quantity > leftOf(item))
      throw no(
        `Of “${line.title}” in order ${order.display_id}, ${Math.max(0, leftOf(item))} can still be sent back.`,
      );
    return line;
  });
};

const goods = (lines: readonly OrderLine[]): number =>
  lines.reduce((sum, { total }) => sum + total.amount, 0);

/** The share of the order’s discount that goes with these pieces. */
const discountShare = (order: MedusaOrder, lines: readonly OrderLine[]) => {
  const all = order.items.map((item) => toLine(item, order.currency_code));
  const discount = toMoney(order.discount_total, order.currency_code);
  const amount = -Math.round((discount.amount * goods(lines)) / Math.max(1, goods(all)));
  return amount === 0 ? [] : [{ label: 'Share of the discount', amount: { ...discount, amount } }];
};

/** The returns that were opened under this key: at most one that counts, and any that was left half made. */
const returnsUnder = async ({ medusa }: Desk, { order, key }: { order: string; key: string }) => {
  const { returns } = await medusa.get('/admin/returns', z.object({ returns: z.array(MedusaReturn) }), {
    query: { order_id: order, fields: 'id,status,metadata', limit: 100 },
  });
  const mine = returns.filter(({ metadata }) => metadata?.['shopbell'] === key);
  return {
    made: mine.find(({ status }) => status !== 'open' && status !== 'canceled'),
    halfMade: mine.filter(({ status }) => status === 'open'),
  };
};

type Asked = { order: string; key: string; lines: Wanted; reason: string };

const openAnew = async (desk: Desk, asked: Asked): Promise<void> => {
  const { key, lines, reason } = asked;
  const { medusa } = desk;
  const order = await desk.book.byId(asked.order);
  for (const { id } of (await returnsUnder(desk, { order: order.id, key })).halfMade)
    await medusa.remove(`/admin/returns/${segment(id)}/request`);
  const location = order.fulfillments.find(({ location_id: at }) => at)?.location_id;
  const begun = await medusa.post('/admin/returns', z.object({ return: z.object({ id: z.string() }) }), {
    body: {
      order_id: order.id,
      internal_note: reason,
      metadata: { shopbell: key },
      ...(location ? { location_id: location } : {}),
    },
  });
  const at = `/admin/returns/${segment(begun.return.id)}`;
  const items = lines.map(({ sku, quantity }) => ({
    id: itemOf(order, sku).id,
    quantity,
    internal_note: reason,
  }));
  try {
    await medusa.post(`${at}/request-items`, z.object({}), { body: { items } });
    await medusa.post(`${at}/request`, z.object({}));
  } catch (error) {
    // An unfinished return would bar every other change of the order.
    await medusa.remove(`${at}/request`).catch(() => undefined);
    throw error;
  }
};

/** Sending pieces back. */
export const returnDeeds = (desk: Desk): Pick<Deeds, 'openReturn'> => ({
  openReturn: {
    marked: 'before',
    subject: orderSubject(desk),
    foresee: async ({ lines: wanted }, subject) => {
      const { theirs, order } = await bothOf(desk, subject);
      requireStatus(
        order,
        ['shipped', 'delivered', 'refunded'],
        'only what is on its way or was delivered can be sent back',
      );
      const lines = piecesOf(theirs, wanted);
      const charges = discountShare(theirs, lines);
      const total = goods(lines) + charges.reduce((sum, { amount }) => sum + amount.amount, 0);
      return {
        opened: {
          id: 'planned',
          order: order.number,
          lines,
          charges,
          total: { amount: total, currency: theirs.currency_code },
        },
      };
    },
    carryOut: ({ lines, reason }, { key, subject }) =>
      openAnew(desk, { order: subject.id, key, lines, reason }),
    found: async ({ key, subject, result }) => {
      const { made } = await returnsUnder(desk, { order: subject.id, key });
      return made === undefined ? null : { opened: { ...result.opened, id: made.id } };
    },
  },
});
