import { z } from 'zod';

/** Where something is sent. */
export const Address = z.object({
  address1: z.string(),
  address2: z.string(),
  city: z.string(),
  state: z.string(),
  country: z.string(),
  zip: z.string(),
});
export type Address = z.infer<typeof Address>;

/** What a customer pays with. Only a gift card has a balance. */
export const PaymentMethod = z.discriminatedUnion('source', [
  z.looseObject({ source: z.literal('credit_card'), id: z.string() }),
  z.looseObject({ source: z.literal('paypal'), id: z.string() }),
  z.looseObject({ source: z.literal('gift_card'), id: z.string(), balance: z.number().min(0) }),
]);
export type PaymentMethod = z.infer<typeof PaymentMethod>;

/** A customer with the default address, the payment methods and the numbers of the orders. */
export const Customer = z.looseObject({
  user_id: z.string(),
  name: z.object({ first_name: z.string(), last_name: z.string() }),
  address: Address,
  email: z.string(),
  payment_methods: z.record(z.string(), PaymentMethod),
  orders: z.array(z.string()),
});
export type Customer = z.infer<typeof Customer>;

const options = z.record(z.string(), z.string());

/** One ordered piece: a variant of a product at the price it was ordered for. */
export const Item = z.looseObject({
  name: z.string(),
  product_id: z.string(),
  item_id: z.string(),
  price: z.number(),
  options,
});
export type Item = z.infer<typeof Item>;

/** Money that went one way or the other; the amount is never negative. */
export const Payment = z.object({
  transaction_type: z.enum(['payment', 'refund']),
  amount: z.number().min(0),
  payment_method_id: z.string(),
});
export type Payment = z.infer<typeof Payment>;

/** Everything an order can be. */
export const OrderStatus = z.enum([
  'pending',
  'pending (item modified)',
  'processed',
  'delivered',
  'cancelled',
  'return requested',
  'exchange requested',
]);
export type OrderStatus = z.infer<typeof OrderStatus>;

/** An order; the optional fields say what was done about it. */
export const Order = z.looseObject({
  order_id: z.string(),
  user_id: z.string(),
  address: Address,
  items: z.array(Item),
  status: OrderStatus,
  payment_history: z.array(Payment),
  cancel_reason: z.string().nullish(),
  return_items: z.array(z.string()).nullish(),
  return_payment_method_id: z.string().nullish(),
  exchange_items: z.array(z.string()).nullish(),
  exchange_new_items: z.array(z.string()).nullish(),
  exchange_payment_method_id: z.string().nullish(),
  exchange_price_difference: z.number().nullish(),
});
export type Order = z.infer<typeof Order>;

/** One thing that can be ordered: a product in certain options. */
export const Variant = z.looseObject({
  item_id: z.string(),
  options,
  available: z.boolean(),
  price: z.number(),
});
export type Variant = z.infer<typeof Variant>;

/** A type of product with its variants by item id. */
export const Product = z.looseObject({
  name: z.string(),
  product_id: z.string(),
  variants: z.record(z.string(), Variant),
});
export type Product = z.infer<typeof Product>;

/** The whole shop as its file has it, money in decimal dollars. */
export const Database = z.looseObject({
  products: z.record(z.string(), Product),
  users: z.record(z.string(), Customer),
  orders: z.record(z.string(), Order),
});
export type Database = z.infer<typeof Database>;
