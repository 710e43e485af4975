import { z } from 'zod';
import { Done, type Command } from './command.ts';
import { At, ConversationId, Money, text } from './fields.ts';
import { sizes } from './limits.ts';
import type { Role } from './people.ts';

// Store events as LiveChat has them: amounts in the currency's main unit, numbers as they are.
const Amount = z.number().min(0).max(1e9);
const Currency = Money.shape.currency;
const Quantity = z.int().min(1).max(100_000);
const Id = z.union([z.string().min(1).max(sizes.cartIdMaxChars), z.int()]);
const Title = text(sizes.cartTitleMaxChars);

/** A line of a cart as the page’s script says; `total_price` is the whole line’s. */
export const CartLine = z.strictObject({
  total_price: Amount,
  currency: Currency,
  quantity: Quantity,
  product: z.strictObject({
    id: Id.optional(),
    title: Title,
    sku: z.string().min(1).max(sizes.cartIdMaxChars).optional(),
    variant_id: Id.optional(),
  }),
});

/** An order the page’s script says was placed. */
export const TrackedOrder = z.strictObject({
  id: Id,
  order_number: z.string().min(1).max(sizes.cartIdMaxChars).optional(),
  currency: Currency,
  total_price: Amount,
  line_items: z
    .array(
      z.strictObject({
        title: Title,
        quantity: Quantity,
        price: Amount,
        sku: z.string().min(1).max(sizes.cartIdMaxChars).optional(),
        variant_id: Id.optional(),
      }),
    )
    .max(sizes.cartLinesMax),
});

const Line = z.strictObject({ title: Title, quantity: Quantity, sku: z.string().optional(), total: Money });

/** What a page says is in the shopper’s cart, and what they ordered last. Claimed, live, stored nowhere. */
export const LiveCart = z.strictObject({
  conversation: ConversationId,
  at: At,
  lines: z.array(Line).max(sizes.cartLinesMax),
  order: z.strictObject({ number: z.string(), total: Money, lines: z.array(Line) }).nullable(),
});
export type LiveCart = z.infer<typeof LiveCart>;

/** Of the shopper’s side. */
export const shopperCartCommands = {
  'cart:report': {
    summary:
      'What is in the cart now, and what was ordered, as the page says: told to whoever attends to the conversation, stored nowhere.',
    input: z.strictObject({
      conversation: ConversationId,
      cart_lines: z.array(CartLine).max(sizes.cartLinesMax).optional(),
      order: TrackedOrder.optional(),
    }),
    output: Done,
    roles: ['shopper'],
    rate: 'shopperCart',
  },
} as const satisfies Record<string, Command>;

/** Of the shop’s side, for those who read conversations. */
export const cartCommands = (roles: readonly Role[]) =>
  ({
    'cart:get': {
      summary: 'The cart as it was last told of while the relay has been running; `null`: it was not.',
      input: z.strictObject({ conversation: ConversationId }),
      output: z.strictObject({ cart: LiveCart.nullable() }),
      roles,
      scope: 'read',
    },
  }) as const satisfies Record<string, Command>;
