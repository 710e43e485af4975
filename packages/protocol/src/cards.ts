import { z } from 'zod';
import { At, Label, Money, WebUrl, text } from './fields.ts';
import { formShape } from './forms.ts';
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

/** Amounts that the total contains and that are not added to it: “VAT 19 %”. */
const included = z.array(Charge).max(5).optional();

const orderShape = {
  number: Label,
  placedAt: At,
  status: z.enum(['pending', 'paid', 'packed', 'shipped', 'delivered', 'cancelled', 'returned', 'refunded']),
  lines: z.array(OrderLine).min(1).max(sizes.orderLinesMax),
  charges: z.array(Charge).max(20),
  total: Money,
  included,
  tracking: z.strictObject({ carrier: Label, number: Label, url: WebUrl.optional() }).optional(),
};

type Sums = { lines: readonly { total: Money }[]; charges: readonly { amount: Money }[]; total: Money };

/** Whether a total is the sum of what is shown, in one currency. */
export const addsUp = ({ lines, charges, total }: Sums): boolean => {
  const amounts = [...lines.map((line) => line.total), ...charges.map((charge) => charge.amount)];
  const sum = amounts.reduce((so, money) => so + money.amount, 0);
  return sum === total.amount && amounts.every((money) => money.currency === total.currency);
};

/** The sum of lines, in minor units of their one currency. */
export const sumOf = (lines: readonly { total: Money }[]): number =>
  lines.reduce((sum, { total }) => sum + total.amount, 0);

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

const inOneSum = {
  path: ['total'],
  message: 'must be the sum of the lines and charges, in one currency',
};
const lines = z.array(OrderLine).min(1).max(sizes.orderLinesMax);
const charges = z.array(Charge).max(20);
const id = z.string().min(1).max(60);

/** What something would cost, and until when that holds. */
export const QuoteCard = card('quote', {
  id,
  lines,
  charges,
  total: Money,
  included,
  validUntil: At,
}).refine(addsUp, inOneSum);
export type QuoteCard = z.infer<typeof QuoteCard>;

/** A payment that was asked for; `url` is where it is paid. */
export const PaymentCard = card('payment', {
  id,
  order: Label.optional(),
  amount: Money,
  status: z.enum(['open', 'paid', 'expired', 'cancelled']),
  url: WebUrl.optional(),
  dueAt: At.optional(),
});
export type PaymentCard = z.infer<typeof PaymentCard>;

/** Money that goes back, by line. */
export const RefundCard = card('refund', {
  order: Label,
  status: z.enum(['planned', 'issued']),
  lines: z
    .array(
      z.strictObject({
        title: Label,
        variant: Label.optional(),
        quantity: z.int().min(1).max(10_000).optional(),
        amount: Money,
      }),
    )
    .min(1)
    .max(sizes.orderLinesMax),
  total: Money,
  method: Label.optional(),
}).refine(({ lines: charges, total }) => addsUp({ lines: [], charges, total }), inOneSum);
export type RefundCard = z.infer<typeof RefundCard>;

const comesBack = {
  order: Label,
  status: z.enum(['planned', 'open', 'received']),
  /** The parcel label to send it back with. */
  label: z.strictObject({ carrier: Label, number: Label, url: WebUrl.optional() }).optional(),
  sendBy: At.optional(),
};

/** Pieces that come back; `total` is refunded once they have arrived. */
export const ReturnCard = card('return', {
  ...comesBack,
  id: id.optional(),
  lines,
  charges,
  total: Money,
}).refine(addsUp, inOneSum);
export type ReturnCard = z.infer<typeof ReturnCard>;

/** Pieces that come back and others that are sent for them; a negative difference is refunded. */
export const ExchangeCard = card('exchange', {
  ...comesBack,
  id: id.optional(),
  back: lines,
  sent: lines,
  difference: Money,
}).refine(
  ({ back, sent, difference }) =>
    sumOf(sent) - sumOf(back) === difference.amount &&
    [...back, ...sent].every(({ total }) => total.currency === difference.currency),
  { path: ['difference'], message: 'must be what is sent less what comes back, in one currency' },
);
export type ExchangeCard = z.infer<typeof ExchangeCard>;

/** An order with other articles than before. `difference` is the new total less the one before. */
export const ChangeCard = card('change', {
  order: Label,
  lines,
  charges,
  total: Money,
  included,
  before: Money,
  difference: Money,
})
  .refine(addsUp, inOneSum)
  .refine(
    ({ total, before, difference }) =>
      total.amount - before.amount === difference.amount &&
      [before, difference].every(({ currency }) => currency === total.currency),
    { path: ['difference'], message: 'must be the total less the one before, in one currency' },
  );
export type ChangeCard = z.infer<typeof ChangeCard>;

/** Where something goes. `country` is two letters (ISO 3166-1). */
export const PostalAddress = z.strictObject({
  name: Label,
  street: Label,
  postalCode: z.string().min(1).max(16),
  city: Label,
  country: z.string().regex(/^[A-Z]{2}$/),
});
export type PostalAddress = z.infer<typeof PostalAddress>;

/** An address that was changed or is to be: an order’s, or an account’s (no `order`). */
export const AddressCard = card('address', {
  order: Label.optional(),
  address: PostalAddress,
  before: PostalAddress.optional(),
});
export type AddressCard = z.infer<typeof AddressCard>;

/** A customer’s account. */
export const AccountCard = card('account', {
  name: Label,
  email: z.email().max(sizes.emailMaxChars),
  phone: z.string().min(1).max(40).optional(),
  address: PostalAddress.optional(),
});
export type AccountCard = z.infer<typeof AccountCard>;

/** A voucher. Without a `code` it is still to be granted. */
export const VoucherCard = card('voucher', {
  code: z.string().min(1).max(40).optional(),
  amount: Money,
  reason: text(200).optional(),
  validUntil: At.optional(),
});
export type VoucherCard = z.infer<typeof VoucherCard>;

/** Something written down; a follow-up has a time in `at`. */
export const RecordCard = card('record', {
  what: z.enum(['complaint', 'lead', 'followup']),
  id: id.optional(),
  title: text(500),
  text: text(2_000).optional(),
  at: At.optional(),
});
export type RecordCard = z.infer<typeof RecordCard>;

/** An article of the help centre: its beginning, and where to read on. */
export const ArticleCard = card('article', { title: Label, text: text(1_000), url: WebUrl.optional() });
export type ArticleCard = z.infer<typeof ArticleCard>;

/** A form to be filled in; the answers come as an entry `form` that names its `id`. */
export const FormCard = card('form', formShape);
export type FormCard = z.infer<typeof FormCard>;

/** What can stand in a transcript besides words: closed and versioned. */
export const Card = z.discriminatedUnion('kind', [
  OrderCard,
  ProductCard,
  ChoicesCard,
  QuoteCard,
  PaymentCard,
  RefundCard,
  ReturnCard,
  ExchangeCard,
  ChangeCard,
  AddressCard,
  AccountCard,
  VoucherCard,
  RecordCard,
  ArticleCard,
  FormCard,
]);
export type Card = z.infer<typeof Card>;
export type CardKind = Card['kind'];
