import type { Card, Charge, OrderLine, PostalAddress, ReturnCard } from './cards.ts';
import type { Part } from './entries.ts';
import type { Money } from './fields.ts';

/** An amount in the reader’s language: `€19.99`. Minor units follow the currency (JPY has none). */
export const formatMoney = ({ amount, currency }: Money, locale: string): string => {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amount / 10 ** digits);
};

const named = ({ title, variant }: { title: string; variant?: string | undefined }): string =>
  variant === undefined ? title : `${title} (${variant})`;
const line = ({ quantity, total, price, ...what }: OrderLine, locale: string): string =>
  `${quantity} × ${named(what)}: ${formatMoney(total, locale)}${
    quantity === 1 ? '' : ` (${formatMoney(price, locale)} each)`
  }`;
const charge = ({ label, amount }: Charge, locale: string): string =>
  `${label}: ${formatMoney(amount, locale)}`;

type Sums = {
  lines: readonly OrderLine[];
  charges: readonly Charge[];
  total: Money;
  included?: readonly Charge[] | undefined;
};

const sums = ({ lines, charges, total, included = [] }: Sums, locale: string): string[] => [
  ...lines.map((each) => line(each, locale)),
  ...charges.map((each) => charge(each, locale)),
  `Total: ${formatMoney(total, locale)}`,
  ...included.map((each) => `Includes ${charge(each, locale)}`),
];
const moment = (at: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
const day = (at: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }).format(at);
const postal = ({ name, street, postalCode, city, country }: PostalAddress): string =>
  `${name}, ${street}, ${postalCode} ${city}, ${country}`;
const optional = (label: string, value: string | undefined): string[] =>
  value === undefined ? [] : [`${label}${value}`];
const due = (label: string, at: number | undefined, locale: string): string[] =>
  at === undefined ? [] : [`${label}${day(at, locale)}`];
const parcel = (label: string, { carrier, number, url }: NonNullable<ReturnCard['label']>): string =>
  `${label}: ${carrier} ${number}${url === undefined ? '' : ` ${url}`}`;
const sendBack = ({ label, sendBy }: Pick<ReturnCard, 'label' | 'sendBy'>, locale: string): string[] => [
  ...(label ? [parcel('Parcel label', label)] : []),
  ...(sendBy === undefined ? [] : [`Send it by ${day(sendBy, locale)}`]),
];
/** What is to be paid or comes back, by the sign. */
const difference = (money: Money, locale: string): string[] => {
  if (money.amount === 0) return [];
  const amount = formatMoney({ ...money, amount: Math.abs(money.amount) }, locale);
  return [`${money.amount > 0 ? 'To pay' : 'You get back'}: ${amount}`];
};

/** A state as it stands in a sentence. */
const states = {
  pending: 'awaiting payment',
  planned: 'not yet done',
  open: 'open',
  issued: 'issued',
} as const;
const stateOf = (status: string): string =>
  Object.hasOwn(states, status) ? states[status as keyof typeof states] : status;

type Words = { [K in Card['kind']]: (card: Extract<Card, { kind: K }>, locale: string) => string[] };

const words: Words = {
  order: (card, locale) => [
    `Order ${card.number} of ${day(card.placedAt, locale)}, ${stateOf(card.status)}`,
    ...sums(card, locale),
    ...(card.tracking ? [parcel('Tracking', card.tracking)] : []),
  ],
  product: (card, locale) => [
    `${card.title}: ${formatMoney(card.price, locale)}, ${card.available ? 'in stock' : 'not in stock'}`,
    ...optional('', card.text),
    ...optional('', card.url),
  ],
  choices: (card) => [card.prompt, ...card.options.map((option) => `- ${option.label}`)],
  quote: (card, locale) => [
    `Quote ${card.id}`,
    ...sums(card, locale),
    `Valid until ${moment(card.validUntil, locale)}`,
  ],
  payment: (card, locale) => [
    `Payment${card.order === undefined ? '' : ` for order ${card.order}`}, ${card.status}: ${formatMoney(card.amount, locale)}`,
    ...due('Due by ', card.dueAt, locale),
    ...(card.url !== undefined && card.status === 'open' ? [`Pay here: ${card.url}`] : []),
  ],
  refund: (card, locale) => [
    `Refund for order ${card.order}, ${stateOf(card.status)}`,
    ...card.lines.map(({ quantity, amount, ...what }) =>
      charge({ label: `${quantity === undefined ? '' : `${quantity} × `}${named(what)}`, amount }, locale),
    ),
    `Total: ${formatMoney(card.total, locale)}`,
    ...optional('To: ', card.method),
  ],
  return: (card, locale) => [
    `Return for order ${card.order}, ${stateOf(card.status)}`,
    ...sums(card, locale),
    'The total is refunded once the parcel has arrived.',
    ...sendBack(card, locale),
  ],
  exchange: (card, locale) => [
    `Exchange for order ${card.order}, ${stateOf(card.status)}`,
    ...card.back.map((each) => `You send back: ${line(each, locale)}`),
    ...card.sent.map((each) => `We send you: ${line(each, locale)}`),
    ...difference(card.difference, locale),
    ...sendBack(card, locale),
  ],
  change: (card, locale) => [
    `Order ${card.order}, changed`,
    ...sums(card, locale),
    `Before: ${formatMoney(card.before, locale)}`,
    ...difference(card.difference, locale),
  ],
  address: (card) => [
    card.order === undefined ? 'Address of the account' : `Address of order ${card.order}`,
    postal(card.address),
    ...(card.before ? [`Before: ${postal(card.before)}`] : []),
  ],
  account: (card) => [
    `Account of ${card.name}`,
    card.email,
    ...optional('', card.phone),
    ...(card.address ? [postal(card.address)] : []),
  ],
  voucher: (card, locale) => [
    `Voucher${card.code === undefined ? '' : ` ${card.code}`}: ${formatMoney(card.amount, locale)}`,
    ...optional('', card.reason),
    ...due('Valid until ', card.validUntil, locale),
  ],
  record: (card, locale) => [
    `${{ complaint: 'Complaint', lead: 'Interest', followup: 'Follow-up' }[card.what]}: ${card.title}`,
    ...optional('', card.text),
    ...(card.at === undefined ? [] : [moment(card.at, locale)]),
    ...optional('Number: ', card.id),
  ],
  article: (card) => [card.title, card.text, ...optional('', card.url)],
  form: ({ title, intro, fields }) => [
    ...optional('', title),
    ...optional('', intro),
    ...fields.map(({ label }) => `- ${label}`),
  ],
};

/** A card in plain text: for mail, logs, bots and models. Words in English, money and dates in the reader’s way. */
export const cardToText = (card: Card, locale = 'en'): string => {
  const write = words[card.kind] as (card: Card, locale: string) => string[];
  return write(card, locale).join('\n');
};

/** A message’s parts in plain text, one per line. */
export const partsToText = (parts: readonly Part[], locale = 'en'): string =>
  parts
    .map((part) => {
      switch (part.kind) {
        case 'text':
          return part.text;
        case 'file':
          return part.file.name;
        case 'card':
          return cardToText(part.card, locale);
        default:
          return part satisfies never;
      }
    })
    .join('\n');
