import { Money, sizes } from '@shopbell/protocol';
import { z } from 'zod';
import { Account } from './account.ts';
import { Address, Order, OrderCustomer } from './order.ts';
import { ExchangeCase, Payment, RecordCase, RefundCase, ReturnCase, Voucher } from './results.ts';

const word = (maxChars: number, title: string) => z.string().trim().min(1).max(maxChars).meta({ title });
const orderNumber = word(40, 'Order number');
const reason = word(200, 'Reason');
const sku = word(80, 'Article number');
const quantity = z.int().min(1).max(999).meta({ title: 'Pieces' });
const positive = Money.refine(({ amount }) => amount > 0, 'must be more than nothing').meta({
  title: 'Amount',
  description: 'In the smallest unit of the currency: 1999 is € 19.99.',
});
const phone = z
  .string()
  .trim()
  .regex(/^\+?[\d ()/-]{5,30}$/)
  .meta({ title: 'Telephone' });

/** Some pieces of one article: its `sku`, or the product’s id where there are no variants. */
export const Pieces = z.strictObject({ sku, quantity });
export type Pieces = z.infer<typeof Pieces>;
const pieces = z.array(Pieces).min(1).max(50).meta({ title: 'Articles' });

/** What a quote is asked for. */
export const QuoteRequest = z.strictObject({
  lines: pieces,
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional()
    .meta({ title: 'Country it goes to', description: 'Two letters, e.g. DE.' }),
  voucher: word(40, 'Voucher').optional(),
});
export type QuoteRequest = z.infer<typeof QuoteRequest>;

const customer = z.string().min(1).max(120).meta({ title: 'Customer number' });

/** What each writing method takes. */
export const inputs = {
  placeOrder: z.strictObject({
    quote: word(60, 'Quote'),
    customer: OrderCustomer,
    shipTo: Address.meta({ title: 'Goes to' }),
  }),
  cancelOrder: z.strictObject({ order: orderNumber, reason }),
  changeItems: z.strictObject({
    order: orderNumber,
    /** All the articles the order has afterwards; what is not named is taken out. */
    lines: pieces.meta({ title: 'Articles afterwards' }),
  }),
  changeAddress: z.strictObject({ order: orderNumber, shipTo: Address.meta({ title: 'Goes to' }) }),
  changePayment: z.strictObject({ order: orderNumber, method: word(40, 'Way of paying') }),
  requestPayment: z.strictObject({ order: orderNumber }),
  openReturn: z.strictObject({ order: orderNumber, lines: pieces, reason }),
  openExchange: z.strictObject({
    order: orderNumber,
    lines: z
      .array(Pieces.extend({ wanted: word(80, 'Article wanted instead') }))
      .min(1)
      .max(20)
      .meta({ title: 'Articles' }),
    reason,
  }),
  refund: z.strictObject({
    order: orderNumber,
    lines: z
      .array(z.strictObject({ sku, amount: positive }))
      .min(1)
      .max(50)
      .meta({ title: 'Articles and amounts' }),
    reason,
  }),
  grantGoodwill: z.strictObject({ order: orderNumber, amount: positive, reason }),
  changeAccountAddress: z.strictObject({ customer, address: Address.meta({ title: 'Address' }) }),
  changeAccountContact: z.strictObject({
    customer,
    email: z.email().max(sizes.emailMaxChars).optional().meta({ title: 'Mail address' }),
    phone: phone.optional(),
  }),
  recordComplaint: z.strictObject({
    order: orderNumber.optional(),
    about: word(120, 'What it is about'),
    text: word(2_000, 'What happened'),
  }),
  captureLead: z.strictObject({
    name: word(80, 'Name'),
    email: z.email().max(sizes.emailMaxChars).meta({ title: 'Mail address' }),
    interest: word(500, 'What they are interested in'),
  }),
  scheduleFollowUp: z.strictObject({
    at: z.int().min(0).meta({ title: 'When', description: 'Milliseconds since 1970.' }),
    about: word(500, 'What to come back to'),
    order: orderNumber.optional(),
  }),
} as const;

/** What each writing method answers, for a preview and for the deed alike. */
export const results = {
  placeOrder: z.strictObject({ order: Order }),
  /** `refunded`: what goes back to the customer with it; 0 when nothing was paid. */
  cancelOrder: z.strictObject({ order: Order, refunded: Money }),
  /** `before`: the total until now. `refunded`: what goes back at once; `due`: what is still to be paid. */
  changeItems: z.strictObject({ order: Order, before: Money, refunded: Money, due: Money }),
  changeAddress: z.strictObject({ order: Order, before: Address }),
  changePayment: z.strictObject({ order: Order, method: z.string().min(1).max(40) }),
  requestPayment: z.strictObject({ payment: Payment }),
  openReturn: z.strictObject({ opened: ReturnCase }),
  openExchange: z.strictObject({ opened: ExchangeCase }),
  refund: z.strictObject({ refund: RefundCase }),
  grantGoodwill: z.strictObject({ voucher: Voucher }),
  changeAccountAddress: z.strictObject({ account: Account, before: Address }),
  changeAccountContact: z.strictObject({ account: Account }),
  recordComplaint: z.strictObject({ record: RecordCase }),
  captureLead: z.strictObject({ record: RecordCase }),
  scheduleFollowUp: z.strictObject({ record: RecordCase }),
} as const satisfies Record<keyof typeof inputs, z.ZodType>;

/** A writing method’s name. */
export type WriteName = keyof typeof inputs;
export const writeNames = Object.keys(inputs) as readonly WriteName[];
/** What a writing method takes. */
export type WriteInput<N extends WriteName> = z.infer<(typeof inputs)[N]>;
/** What a writing method answers. */
export type WriteResult<N extends WriteName> = z.infer<(typeof results)[N]>;

/** What a shop remembers of a key: which method, when (ms since the Unix epoch), and what it answered. */
export const Receipt = z.strictObject({
  key: z.string(),
  method: z.enum(Object.keys(inputs) as [WriteName, ...WriteName[]]),
  at: z.int().min(0),
  result: z.json(),
});
export type Receipt = z.infer<typeof Receipt>;
