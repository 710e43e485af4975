import type { Books, Changed } from './books.ts';
import type { Customer, Order, Payment, PaymentMethod } from './records.ts';

/** Why something is not done, as a sentence for the customer. */
export type Refusal = { refuse: string };

/** What a write would do: in words, and the records as they would stand. Nothing has happened yet. */
export type Plan = { summary: string; after: Changed; amount: number };

/** Whether a step of planning ended in a refusal. */
export const isRefusal = (outcome: object): outcome is Refusal => 'refuse' in outcome;

/** An order and whose it is. */
export type Placed = { order: Order; owner: Customer };

/** Finds an order in one of the statuses, or says why `action` cannot be taken on it. */
export const findOrder = (books: Books, id: string, rule: { status: Order['status']; action: string }) => {
  const order = books.order(id);
  const owner = order && books.customer(order.user_id);
  if (!order || !owner) return { refuse: `There is no order ${id}.` };
  if (order.status === rule.status) return { order, owner };
  return {
    refuse: `Order ${id} is ${order.status}: only an order that is ${rule.status} can be ${rule.action}.`,
  };
};

/** The payment method if it is one of the customer's own. */
export const findMethod = (owner: Customer, id: string): PaymentMethod | Refusal => {
  const method = Object.hasOwn(owner.payment_methods, id) ? owner.payment_methods[id] : undefined;
  return method ?? { refuse: `${id} is not among the customer's payment methods.` };
};

/** Why a payment method cannot pay an amount (in cents; negative is a refund), if it cannot. */
export const cannotPay = (method: PaymentMethod, amount: number): Refusal | null => {
  if (method.source !== 'gift_card' || method.balance >= amount) return null;
  return { refuse: `The balance of gift card ${method.id} does not cover the amount.` };
};

const onCard = (method: PaymentMethod, entries: readonly Payment[]): PaymentMethod => {
  if (method.source !== 'gift_card') return method;
  const paid = entries
    .filter((entry) => entry.payment_method_id === method.id)
    .reduce(
      (sum, { transaction_type, amount }) => sum + (transaction_type === 'payment' ? amount : -amount),
      0,
    );
  return paid === 0 ? method : { ...method, balance: method.balance - paid };
};

/**
 * Books payments and refunds on an order that stands as given. Gift cards are charged and credited at once;
 * what goes to cards and accounts at banks is only written down.
 */
export const settle = ({ order, owner }: Placed, entries: readonly Payment[]): Changed => {
  const methods = Object.entries(owner.payment_methods);
  const settled = methods.map(([id, method]) => [id, onCard(method, entries)] as const);
  const isOther = settled.some(([id, method]) => method !== owner.payment_methods[id]);
  const after = { ...order, payment_history: [...order.payment_history, ...entries] };
  return {
    orders: { [order.order_id]: after },
    users: isOther ? { [owner.user_id]: { ...owner, payment_methods: Object.fromEntries(settled) } } : {},
  };
};

/** When money comes back, as the policy has it. */
export const whenBack = (method: PaymentMethod | undefined): string =>
  method?.source === 'gift_card' ? 'at once' : 'within 5 to 7 business days';
