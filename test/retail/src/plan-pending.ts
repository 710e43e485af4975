import type { Books } from './books.ts';
import type { WriteInput } from './inputs.ts';
import { inWords } from './money.ts';
import {
  cannotPay,
  findMethod,
  findOrder,
  isRefusal,
  settle,
  whenBack,
  type Plan,
  type Refusal,
} from './plan.ts';
import type { Order, Payment } from './records.ts';

const reasons: readonly string[] = ['no longer needed', 'ordered by mistake'];

/** What was paid and not given back, by payment method, in the order of the payments. */
const outstanding = (order: Order): Payment[] => {
  const paid = new Map<string, number>();
  for (const { payment_method_id: id, amount, transaction_type } of order.payment_history)
    paid.set(id, (paid.get(id) ?? 0) + (transaction_type === 'payment' ? amount : -amount));
  return [...paid]
    .filter(([, amount]) => amount > 0)
    .map(([id, amount]) => ({ transaction_type: 'refund', amount, payment_method_id: id }));
};

/** Cancels a pending order, for one of two reasons; everything goes back to where it came from. */
export const planCancel = (books: Books, input: WriteInput<'cancel_pending_order'>): Plan | Refusal => {
  const placed = findOrder(books, input.order_id, { status: 'pending', action: 'cancelled' });
  if (isRefusal(placed)) return placed;
  if (!reasons.includes(input.reason))
    return { refuse: `An order is cancelled when it is ${reasons.join(' or ')}, for no other reason.` };
  const { order, owner } = placed;
  const refunds = outstanding(order);
  const back = refunds.map(
    ({ amount, payment_method_id: id }) =>
      `${inWords(amount)} go back to ${id} ${whenBack(owner.payment_methods[id])}`,
  );
  const cancelled: Order = { ...order, status: 'cancelled', cancel_reason: input.reason };
  return {
    summary: `Cancel order ${order.order_id} (${input.reason}); ${back.join(', ')}.`,
    after: settle({ order: cancelled, owner }, refunds),
    amount: refunds.reduce((sum, { amount }) => sum + amount, 0),
  };
};

/** Sends a pending order elsewhere. */
export const planAddress = (
  books: Books,
  { order_id, ...address }: WriteInput<'modify_pending_order_address'>,
): Plan | Refusal => {
  const placed = findOrder(books, order_id, { status: 'pending', action: 'modified' });
  if (isRefusal(placed)) return placed;
  const lines = Object.values(address).filter((each) => each !== '');
  return {
    summary: `Send order ${order_id} to ${lines.join(', ')}.`,
    after: {
      orders: { [order_id]: { ...placed.order, address: { ...placed.order.address, ...address } } },
      users: {},
    },
    amount: 0,
  };
};

/** Has a pending order paid by another of the customer's methods, once; the first payment goes back. */
export const planPayment = (
  books: Books,
  { order_id, payment_method_id }: WriteInput<'modify_pending_order_payment'>,
): Plan | Refusal => {
  const placed = findOrder(books, order_id, { status: 'pending', action: 'modified' });
  if (isRefusal(placed)) return placed;
  const method = findMethod(placed.owner, payment_method_id);
  if (isRefusal(method)) return method;
  const [first, ...later] = placed.order.payment_history;
  if (first?.transaction_type !== 'payment' || later.length > 0)
    return { refuse: `The payment of order ${order_id} has been changed already: it can be changed once.` };
  if (first.payment_method_id === payment_method_id)
    return { refuse: `Order ${order_id} is paid by ${payment_method_id}: choose another payment method.` };
  const short = cannotPay(method, first.amount);
  if (short) return short;
  const entries: Payment[] = [
    { transaction_type: 'payment', amount: first.amount, payment_method_id },
    { ...first, transaction_type: 'refund' },
  ];
  const back = whenBack(placed.owner.payment_methods[first.payment_method_id]);
  return {
    summary: `Pay the ${inWords(first.amount)} of order ${order_id} by ${payment_method_id}; ${first.payment_method_id} gets its payment back ${back}.`,
    after: settle(placed, entries),
    amount: first.amount,
  };
};
