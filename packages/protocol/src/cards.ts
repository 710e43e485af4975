import { z } from 'zod';
import { At, Label, Money, WebUrl, text } from './fields.ts';
import { sizes } from './limits.ts';

const card = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.strictObject({ kind: z.literal(kind), version: z.literal(1), ...shape });

/** One line of an order; `total` is what is charged for it. */
export const OrderLine = z.strictObject({
  title: Label,
  variant: Label.optional(),
  picture: WebUrl.optional(),
  quantity: z.int().min(1).max(10_000),
  price: Money,
  total: Money,
});
export type OrderLine = z.infer<typeof OrderLine>;

/** A named amount below the lines: shipping, a discount (negative), tax. */
export const Charge = z.strictObject({ label: Label, amount: Money });
export type Charge = z.infer<typeof Charge>;

const orderShape = {
  number: Label,
  placedAt: At,
  status: z.enum(['pending', 'paid', 'packed', 'shipped', 'delivered', 'cancelled', 'returned', 'refunded']),
  lines: z.array(OrderLine).min(1).max(sizes.orderLinesMax),
  charges: z.array(Charge).max(20),
  total: Money,
  tracking: z.strictObject({ carrier: Label, number: Label, url: WebUrl.optional() }).optional(),
};

type Sums = { lines: OrderLine[]; charges: Charge[]; total: Money };

/** Whether a total is the sum of what is shown, in one currency. */
export const addsUp = ({ lines, charges, total }: Sums): boolean => {
  const amounts = [...lines.map((line) => line.total), ...charges.map((charge) => charge.amount)];
  const sum = amounts.reduce((so, money) => so + money.amount, 0);
  return sum === total.amount && amounts.every((money) => money.currency === total.currency);
};

/** An order as the shop has it. A total that is not the sum of what is shown is refused. */
export const OrderCard = card('order', orderShape).refine(addsUp, {
  path: ['total'],
  message: 'must be the sum of the lines and charges, in one currency',
});
export type OrderCard = z.infer<typeof OrderCard>;

/** One product, with what the shopper wants to know first. */
export const ProductCard = card('product', {
  id: Label,
  title: Label,
  text: text(600).optional(),
  picture: WebUrl.optional(),
  price: Money,
  available: z.boolean(),
  url: WebUrl.optional(),
});
export type ProductCard = z.infer<typeof ProductCard>;

/** A question with a few answers; picking one sends a message that names `id` and the value. */
export const ChoicesCard = card('choices', {
  id: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/),
  prompt: text(sizes.textMaxChars),
  options: z
    .array(z.strictObject({ value: z.string().min(1).max(80), label: Label }))
    .min(1)
    .max(sizes.choicesMax),
});
export type ChoicesCard = z.infer<typeof ChoicesCard>;

/** What can stand in a transcript besides words: closed and versioned. */
export const Card = z.discriminatedUnion('kind', [OrderCard, ProductCard, ChoicesCard]);
export type Card = z.infer<typeof Card>;
export type CardKind = Card['kind'];
