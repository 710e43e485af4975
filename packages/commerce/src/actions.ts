import { defineAction } from '@shopbell/agent';
import { z } from 'zod';
import { DisclosedOrder, OrderSummary } from './order.ts';
import { Product } from './product.ts';

/** How many orders and products one answer has at most. */
const listed = { ordersMax: 20, productsMax: 10 } as const;

/** Looks up one order. See {@link groundFor} for who gets to see what of it. */
export const orderLookup = defineAction({
  name: 'order.lookup',
  version: 1,
  title: 'Look up an order',
  description:
    'Finds an order by its number. For a shopper who is not known as its owner, the mail address or the postal code of the order is needed too.',
  effect: 'read',
  identity: 'anyone',
  input: z.strictObject({
    order: z.string().min(1).max(40).meta({ title: 'Order number' }),
    email: z
      .email()
      .max(254)
      .optional()
      .meta({ title: 'Mail address of the order', description: 'If the shopper is not signed in.' }),
    postalCode: z
      .string()
      .min(1)
      .max(16)
      .optional()
      .meta({ title: 'Postal code of the order', description: 'If the shopper is not signed in.' }),
  }),
  output: z.strictObject({
    order: DisclosedOrder,
    /** Why it is shown: to its owner, to a person of the shop, or to somebody who proved to know it. */
    ground: z.enum(['owner', 'staff', 'proof']),
  }),
});

/** The orders of the conversation’s shopper, whom the shop has vouched for or who has proved an address; newest first. */
export const orderList = defineAction({
  name: 'order.list',
  version: 1,
  title: 'List the shopper’s orders',
  description:
    'The orders of the shopper of this conversation, newest first: signed in, or known by a mail address they have proved.',
  effect: 'read',
  identity: 'known',
  input: z.strictObject({
    limit: z.int().min(1).max(listed.ordersMax).default(10).meta({ title: 'How many at most', default: 10 }),
  }),
  output: z.strictObject({
    orders: z.array(OrderSummary).max(listed.ordersMax),
    /** The newest one in full, when it is the only one. */
    only: DisclosedOrder.optional(),
  }),
});

/** Finds products by words. */
export const productSearch = defineAction({
  name: 'product.search',
  version: 1,
  title: 'Find a product',
  description: 'Finds products by words in their name and description, best match first.',
  effect: 'read',
  identity: 'anyone',
  input: z.strictObject({
    text: z.string().min(1).max(120).meta({ title: 'What to look for' }),
    limit: z.int().min(1).max(listed.productsMax).default(5).meta({ title: 'How many at most', default: 5 }),
  }),
  output: z.strictObject({ products: z.array(Product).max(listed.productsMax) }),
});
