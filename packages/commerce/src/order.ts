import { addsUp, Money, OrderCard, OrderLine as CardLine } from '@shopbell/protocol';
import { z } from 'zod';

const word = (maxChars: number) => z.string().trim().min(1).max(maxChars);

/** Where an order goes. `postalCode` and `country` (ISO 3166-1 alpha-2) as the shop has them. */
export const Address = z.strictObject({
  name: word(80),
  street: word(120),
  postalCode: word(16),
  city: word(80),
  country: z.string().regex(/^[A-Z]{2}$/),
});
export type Address = z.infer<typeof Address>;

/** Whether two addresses are the same, field by field. */
export const isSameAddress = (one: Address, other: Address): boolean =>
  (['name', 'street', 'postalCode', 'city', 'country'] as const).every(
    (field) => one[field] === other[field],
  );

/** Whose order it is. `sub` is the customer number the shop signs in its JWTs; `null`: ordered as a guest. */
export const OrderCustomer = z.strictObject({
  sub: word(120).nullable(),
  name: word(80),
  email: z.email().max(254),
});
export type OrderCustomer = z.infer<typeof OrderCustomer>;

/** One line of an order: the card’s line, and the product and variant it stands for. */
export const OrderLine = CardLine.extend({ product: word(80), sku: word(80).optional() });
export type OrderLine = z.infer<typeof OrderLine>;

/** Where an order stands, in the words of the order card. */
export const OrderStatus = OrderCard.shape.status;
export type OrderStatus = z.infer<typeof OrderStatus>;

const orderShape = {
  number: word(40),
  placedAt: OrderCard.shape.placedAt,
  status: OrderStatus,
  customer: OrderCustomer,
  shipTo: Address,
  lines: z.array(OrderLine).min(1),
  // One fewer than a card may have: folding long orders adds one.
  charges: OrderCard.shape.charges.max(19),
  total: Money,
  /** What the total contains and that is not added to it, e.g. value-added tax. */
  included: OrderCard.shape.included,
  tracking: OrderCard.shape.tracking,
  /** How it is paid, what was paid so far, and what of it went back. Leave it out if the shop does not know. */
  payment: z.strictObject({ method: word(40), paid: Money, refunded: Money }).optional(),
};

type Containing = { total: Money; included?: readonly { amount: Money }[] | undefined };

/** Whether what a total is said to contain can be in it: of its currency, and no more than it is. */
export const isContained = ({ total, included = [] }: Containing): boolean =>
  included.every(({ amount }) => amount.currency === total.currency) &&
  included.reduce((sum, { amount }) => sum + amount.amount, 0) <= Math.max(0, total.amount);
export const asContained = { path: ['included'], message: 'must be contained in the total' };

const inOneSum = { path: ['total'], message: 'must be the sum of the lines and charges, in one currency' };

/** An order as the shop’s books have it. Amounts are integer minor units; the total is the sum of lines and charges. */
export const Order = z.strictObject(orderShape).refine(addsUp, inOneSum).refine(isContained, asContained);
export type Order = z.infer<typeof Order>;

/** An order as it is shown: whose it is and where it goes only to those who may know. */
export const DisclosedOrder = z
  .strictObject({ ...orderShape, charges: OrderCard.shape.charges })
  .partial({ customer: true, shipTo: true })
  .refine(addsUp, inOneSum);
export type DisclosedOrder = z.infer<typeof DisclosedOrder>;

/** An order in one line of a list. */
export const OrderSummary = z.strictObject({
  number: orderShape.number,
  placedAt: orderShape.placedAt,
  status: orderShape.status,
  /** How many pieces, over all lines. */
  pieces: z.int().min(1),
  total: Money,
});
export type OrderSummary = z.infer<typeof OrderSummary>;

/** An order, shortened for a list. */
export const summarise = (order: Order): OrderSummary => ({
  number: order.number,
  placedAt: order.placedAt,
  status: order.status,
  pieces: order.lines.reduce((sum, line) => sum + line.quantity, 0),
  total: order.total,
});
