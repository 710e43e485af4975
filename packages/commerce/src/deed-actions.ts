import { defineAction } from '@shopbell/agent';
import { Money, type JsonSchema } from '@shopbell/protocol';
import { z } from 'zod';
import { Account } from './account.ts';
import { Address, DisclosedOrder } from './order.ts';
import { Payment, Quote } from './results.ts';
import { inputs, QuoteRequest, results } from './writes.ts';

const order = z.strictObject({ order: DisclosedOrder });

/**
 * An output with an order, described without the order’s fields: all offers of an office travel in one packet.
 * It is parsed whole in the office all the same.
 */
const withOrder = <S extends z.ZodObject>(schema: S): { schema: S; jsonSchema: JsonSchema } => {
  const rest = z.toJSONSchema(schema.omit({ order: true }), { io: 'input' });
  const described = { type: 'object', description: 'The order, as order.lookup gives it.' };
  return {
    schema,
    jsonSchema: {
      ...(rest as JsonSchema),
      properties: { ...(rest.properties as JsonSchema), order: described },
      required: ['order', ...(rest.required ?? [])],
    },
  };
};
const quoteName = z.string().min(1).max(60).meta({ title: 'Quote' });

/** What something would cost. Binding until it expires: `order.place` names it. */
export const orderQuote = defineAction({
  name: 'order.quote',
  version: 1,
  title: 'Quote a price',
  description:
    'What some articles would cost, with discounts, tax, shipping and fees, and until when that holds.',
  effect: 'read',
  identity: 'anyone',
  input: QuoteRequest,
  output: z.strictObject({ quote: Quote }),
});

export const orderPlace = defineAction({
  name: 'order.place',
  version: 1,
  title: 'Place an order',
  description: 'Orders what was quoted, at the quoted price, for the shopper of this conversation.',
  effect: 'write',
  identity: 'verified',
  input: z.strictObject({
    quote: quoteName,
    shipTo: Address.optional().meta({
      title: 'Goes to',
      description: 'Default: the address of the account.',
    }),
  }),
  output: withOrder(order),
});

export const orderCancel = defineAction({
  name: 'order.cancel',
  version: 1,
  title: 'Cancel an order',
  description: 'Cancels an order that has not left the house; what was paid goes back.',
  effect: 'write',
  identity: 'verified',
  input: inputs.cancelOrder,
  output: withOrder(order.extend({ refunded: Money })),
});

export const orderChangeItems = defineAction({
  name: 'order.change_items',
  version: 1,
  title: 'Change the articles of an order',
  description: 'Sets which articles an order has. Name all it shall have: what is not named is taken out.',
  effect: 'write',
  identity: 'verified',
  input: inputs.changeItems,
  output: withOrder(order.extend({ before: Money, refunded: Money, due: Money })),
});

export const orderChangeAddress = defineAction({
  name: 'order.change_address',
  version: 1,
  title: 'Change where an order goes',
  effect: 'write',
  identity: 'verified',
  input: inputs.changeAddress,
  output: withOrder(order.extend({ before: Address })),
});

export const orderChangePayment = defineAction({
  name: 'order.change_payment',
  version: 1,
  title: 'Change how an order is paid',
  effect: 'write',
  identity: 'verified',
  input: inputs.changePayment,
  output: withOrder(order.extend({ method: z.string() })),
});

export const paymentRequest = defineAction({
  name: 'payment.request',
  version: 1,
  title: 'Ask for payment',
  description: 'Gives the shopper a link under which they pay what is due for an order.',
  effect: 'write',
  identity: 'verified',
  input: inputs.requestPayment,
  output: results.requestPayment,
});

export const paymentStatus = defineAction({
  name: 'payment.status',
  version: 1,
  title: 'See whether a payment was made',
  effect: 'read',
  identity: 'known',
  input: z.strictObject({ payment: z.string().min(1).max(60).meta({ title: 'Payment' }) }),
  output: z.strictObject({ payment: Payment }),
});

export const returnOpen = defineAction({
  name: 'return.open',
  version: 1,
  title: 'Open a return',
  description: 'Gives the shopper a parcel label for pieces that come back; they are refunded on arrival.',
  effect: 'write',
  identity: 'verified',
  input: inputs.openReturn,
  output: results.openReturn,
});

export const exchangeOpen = defineAction({
  name: 'exchange.open',
  version: 1,
  title: 'Open an exchange',
  description: 'Other pieces for those that come back; gives the shopper a parcel label.',
  effect: 'write',
  identity: 'verified',
  input: inputs.openExchange,
  output: results.openExchange,
});

export const refundIssue = defineAction({
  name: 'refund.issue',
  version: 1,
  title: 'Refund an order',
  description: 'Sends money back, by article. Above the limits a supervisor approves.',
  effect: 'write',
  identity: 'verified',
  input: inputs.refund,
  output: results.refund,
});

export const goodwillGrant = defineAction({
  name: 'goodwill.grant',
  version: 1,
  title: 'Grant a voucher',
  description: 'A voucher out of goodwill. Above the limits a supervisor approves.',
  effect: 'write',
  identity: 'verified',
  input: inputs.grantGoodwill,
  output: results.grantGoodwill,
});

export const accountLookup = defineAction({
  name: 'account.lookup',
  version: 1,
  title: 'Look up the shopper’s account',
  effect: 'read',
  identity: 'verified',
  input: z.strictObject({}),
  output: z.strictObject({ account: Account }),
});

export const accountChangeAddress = defineAction({
  name: 'account.change_address',
  version: 1,
  title: 'Change the address of the account',
  effect: 'write',
  identity: 'verified',
  input: inputs.changeAccountAddress.omit({ customer: true }),
  output: results.changeAccountAddress,
});

export const accountChangeContact = defineAction({
  name: 'account.change_contact',
  version: 1,
  title: 'Change mail address or telephone of the account',
  effect: 'write',
  identity: 'verified',
  input: inputs.changeAccountContact.omit({ customer: true }),
  output: results.changeAccountContact,
});

export const complaintRecord = defineAction({
  name: 'complaint.record',
  version: 1,
  title: 'Record a complaint',
  effect: 'write',
  identity: 'anyone',
  input: inputs.recordComplaint,
  output: results.recordComplaint,
});

export const leadCapture = defineAction({
  name: 'lead.capture',
  version: 1,
  title: 'Note that somebody is interested',
  description: 'With the shopper’s consent to be written to.',
  effect: 'write',
  identity: 'anyone',
  input: inputs.captureLead,
  output: results.captureLead,
});

export const followupSchedule = defineAction({
  name: 'followup.schedule',
  version: 1,
  title: 'Schedule a follow-up',
  effect: 'write',
  identity: 'anyone',
  input: inputs.scheduleFollowUp.omit({ at: true }).extend({
    inHours: z.int().min(1).max(2_160).meta({ title: 'In how many hours' }),
  }),
  output: results.scheduleFollowUp,
});
