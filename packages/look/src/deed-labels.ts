import { tableFor } from './labels.ts';
import type { PaymentCard, RecordCard, RefundCard, ReturnCard } from '@shopbell/protocol';

type DeedLabels = {
  quote: string;
  validUntil: string;
  payment: string;
  paymentOf: string;
  payments: Record<PaymentCard['status'], string>;
  payBy: string;
  pay: string;
  refund: string;
  refunds: Record<RefundCard['status'], string>;
  to: string;
  return: string;
  exchange: string;
  returns: Record<ReturnCard['status'], string>;
  refundedThen: string;
  label: string;
  sendBy: string;
  comesBack: string;
  isSent: string;
  toPay: string;
  youGet: string;
  before: string;
  change: string;
  addressOf: string;
  address: string;
  account: string;
  voucher: string;
  records: Record<RecordCard['what'], string>;
  readOn: string;
};

/** Every word on the other cards, by language. `{}` is where a value goes. */
export const deedLabels = {
  en: {
    quote: 'Quote',
    validUntil: 'Valid until {}',
    payment: 'Payment',
    paymentOf: 'Payment for order {}',
    payments: { open: 'To be paid', paid: 'Paid', expired: 'Expired', cancelled: 'Withdrawn' },
    payBy: 'Please pay by {}',
    pay: 'Pay now',
    refund: 'Refund for order {}',
    refunds: { planned: 'Not yet issued', issued: 'Issued' },
    to: 'To: {}',
    return: 'Return for order {}',
    exchange: 'Exchange for order {}',
    returns: { planned: 'Not yet opened', open: 'Send it back', received: 'Received' },
    refundedThen: 'The total is refunded once the parcel has arrived.',
    label: 'Print the parcel label',
    sendBy: 'Please send it by {}',
    comesBack: 'You send back',
    isSent: 'We send you',
    toPay: 'To pay',
    youGet: 'You get back',
    before: 'Before',
    change: 'Order {}, changed',
    addressOf: 'Address of order {}',
    address: 'Address of the account',
    account: 'Account',
    voucher: 'Voucher',
    records: { complaint: 'Complaint', lead: 'Interest', followup: 'We come back to you' },
    readOn: 'Read on',
  },
  de: {
    quote: 'Angebot',
    validUntil: 'Gültig bis {}',
    payment: 'Zahlung',
    paymentOf: 'Zahlung für Bestellung {}',
    payments: { open: 'Zu zahlen', paid: 'Bezahlt', expired: 'Abgelaufen', cancelled: 'Zurückgezogen' },
    payBy: 'Bitte zahlen Sie bis {}',
    pay: 'Jetzt zahlen',
    refund: 'Erstattung für Bestellung {}',
    refunds: { planned: 'Noch nicht veranlasst', issued: 'Veranlasst' },
    to: 'Auf: {}',
    return: 'Rücksendung zu Bestellung {}',
    exchange: 'Umtausch zu Bestellung {}',
    returns: { planned: 'Noch nicht angelegt', open: 'Bitte zurücksenden', received: 'Eingetroffen' },
    refundedThen: 'Die Summe wird erstattet, sobald das Paket da ist.',
    label: 'Paketschein drucken',
    sendBy: 'Bitte senden Sie es bis {} ab',
    comesBack: 'Sie senden zurück',
    isSent: 'Wir senden Ihnen',
    toPay: 'Zu zahlen',
    youGet: 'Sie erhalten zurück',
    before: 'Vorher',
    change: 'Bestellung {}, geändert',
    addressOf: 'Adresse der Bestellung {}',
    address: 'Adresse des Kontos',
    account: 'Konto',
    voucher: 'Gutschein',
    records: { complaint: 'Beschwerde', lead: 'Interesse', followup: 'Wir melden uns wieder' },
    readOn: 'Weiterlesen',
  },
} as const satisfies Record<string, DeedLabels>;

/** The words for a locale. */
export const deedLabelsFor = (locale: string): DeedLabels => tableFor<DeedLabels>(deedLabels, locale);
