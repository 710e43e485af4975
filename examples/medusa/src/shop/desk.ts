import { refuse } from '@shopbell/agent';
import type { Order, OrderStatus } from '@shopbell/commerce';
import type { Medusa } from '../api/client.ts';
import type { MedusaItem, MedusaOrder } from '../api/shapes.ts';
import type { Subject } from './marks.ts';
import { articleOf, toOrder } from './order-words.ts';
import type { OrderBook } from './orders.ts';

/** What the deeds work with. */
export type Desk = { medusa: Medusa; book: OrderBook; currency: string };

/** Refuses with a sentence: the shop will not. */
export const no = (sentence: string) => refuse('conflict', sentence);

/** The order something is to be done to. */
export const orderSubject =
  ({ book }: Desk) =>
  async ({ order: number }: { order: string }): Promise<Subject> => {
    const id = await book.idOf(number);
    if (id === null) throw refuse('not_found', `There is no order ${number}.`);
    return { kind: 'orders', id };
  };

/** The order as Medusa has it and as the contract has it. */
export const bothOf = async (
  { book }: Desk,
  { id }: Subject,
): Promise<{ theirs: MedusaOrder; order: Order }> => {
  const theirs = await book.byId(id);
  const order = toOrder(theirs);
  if (order === null) throw no('This order has no customer or no address yet.');
  return { theirs, order };
};

const words: Record<OrderStatus, string> = {
  pending: 'has not been paid yet',
  paid: 'has been paid',
  packed: 'has been packed',
  shipped: 'is on its way',
  delivered: 'has been delivered',
  cancelled: 'was cancelled',
  returned: 'was returned',
  refunded: 'was refunded',
};

/** Refuses an order that is not in one of these states. */
export const requireStatus = (order: Order, among: readonly OrderStatus[], what: string): void => {
  if (!among.includes(order.status)) throw no(`Order ${order.number} ${words[order.status]}: ${what}.`);
};

/** The line of an order by its article number. */
export const itemOf = ({ items, display_id: number }: MedusaOrder, sku: string): MedusaItem => {
  const item = items.find((each) => articleOf(each) === sku);
  if (item === undefined) throw no(`Order ${number} has no article ${sku}.`);
  return item;
};

/** Refuses articles that are named twice. */
export const requireEachOnce = (lines: readonly { sku: string }[]): void => {
  if (new Set(lines.map(({ sku }) => sku)).size < lines.length)
    throw no('Name each article once, with all its pieces.');
};
