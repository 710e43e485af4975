import type { Card } from './cards.ts';

type StatusOf<K extends Card['kind']> =
  Extract<Card, { kind: K }> extends { status: infer S extends string } ? S : never;
type States<K extends Card['kind']> = Readonly<Record<StatusOf<K>, string>>;

/** The words a card in plain text needs besides its own; `{}` and `{name}` are where values go. */
export type CardWords = Readonly<{
  pair: string;
  order: string;
  orders: States<'order'>;
  each: string;
  total: string;
  includes: string;
  tracking: string;
  inStock: string;
  outOfStock: string;
  quote: string;
  validUntil: string;
  payment: string;
  paymentOf: string;
  payments: States<'payment'>;
  payBy: string;
  payHere: string;
  refund: string;
  refunds: States<'refund'>;
  to: string;
  return: string;
  exchange: string;
  returns: States<'return'>;
  refundedThen: string;
  parcel: string;
  sendBy: string;
  comesBack: string;
  isSent: string;
  toPay: string;
  youGet: string;
  change: string;
  before: string;
  addressOf: string;
  address: string;
  account: string;
  voucher: string;
  records: Readonly<Record<Extract<Card, { kind: 'record' }>['what'], string>>;
  number: string;
}>;

/** In English, as bots, models and logs read cards. */
export const englishCards: CardWords = {
  pair: '{name}: {value}',
  order: 'Order {number} of {date}, {status}',
  orders: {
    pending: 'awaiting payment',
    paid: 'paid',
    packed: 'packed',
    shipped: 'shipped',
    delivered: 'delivered',
    cancelled: 'cancelled',
    returned: 'returned',
    refunded: 'refunded',
  },
  each: '{} each',
  total: 'Total',
  includes: 'Includes {}',
  tracking: 'Tracking',
  inStock: 'in stock',
  outOfStock: 'not in stock',
  quote: 'Quote {}',
  validUntil: 'Valid until {}',
  payment: 'Payment, {status}',
  paymentOf: 'Payment for order {order}, {status}',
  payments: { open: 'open', paid: 'paid', expired: 'expired', cancelled: 'cancelled' },
  payBy: 'Due by {}',
  payHere: 'Pay here',
  refund: 'Refund for order {order}, {status}',
  refunds: { planned: 'not yet done', issued: 'issued' },
  to: 'To: {}',
  return: 'Return for order {order}, {status}',
  exchange: 'Exchange for order {order}, {status}',
  returns: { planned: 'not yet done', open: 'open', received: 'received' },
  refundedThen: 'The total is refunded once the parcel has arrived.',
  parcel: 'Parcel label',
  sendBy: 'Send it by {}',
  comesBack: 'You send back',
  isSent: 'We send you',
  toPay: 'To pay',
  youGet: 'You get back',
  change: 'Order {}, changed',
  before: 'Before',
  addressOf: 'Address of order {}',
  address: 'Address of the account',
  account: 'Account of {}',
  voucher: 'Voucher',
  records: { complaint: 'Complaint', lead: 'Interest', followup: 'Follow-up' },
  number: 'Number',
};
