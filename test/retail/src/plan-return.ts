import type { Books } from './books.ts';
import type { WriteInput } from './inputs.ts';
import { inWords } from './money.ts';
import { notInOrder, placesOf } from './plan-items.ts';
import { findMethod, findOrder, isRefusal, type Plan, type Refusal } from './plan.ts';
import type { Order } from './records.ts';

/** Takes back delivered items; the refund goes to what the order was paid with, or to a gift card. */
export const planReturn = (
  books: Books,
  { order_id, item_ids, payment_method_id }: WriteInput<'return_delivered_order_items'>,
): Plan | Refusal => {
  const placed = findOrder(books, order_id, { status: 'delivered', action: 'returned' });
  if (isRefusal(placed)) return placed;
  const { order, owner } = placed;
  const method = findMethod(owner, payment_method_id);
  if (isRefusal(method)) return method;
  const original = order.payment_history[0]?.payment_method_id;
  if (method.source !== 'gift_card' && method.id !== original)
    return { refuse: `The refund goes to ${original} or to a gift card, not to ${payment_method_id}.` };
  const places = placesOf(order, item_ids);
  if (!places) return notInOrder(order);
  const items = order.items.filter((_, place) => places.includes(place));
  const amount = items.reduce((sum, { price }) => sum + price, 0);
  const returned: Order = {
    ...order,
    status: 'return requested',
    return_items: item_ids.toSorted(),
    return_payment_method_id: payment_method_id,
  };
  return {
    summary: `Return ${items.map(({ name }) => name).join(', ')} of order ${order_id}; ${inWords(amount)} go to ${payment_method_id}.`,
    after: { orders: { [order_id]: returned }, users: {} },
    amount,
  };
};
