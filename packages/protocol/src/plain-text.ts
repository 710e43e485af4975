import type { Card, Charge, OrderLine, PostalAddress, ReturnCard } from './cards.ts';
import type { Part } from './entries.ts';
import type { Money } from './fields.ts';

/** An amount in the reader’s language: `€19.99`. Minor units follow the currency (JPY has none). */
export const formatMoney = ({ amount, currency }: Money, locale: string): string => {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amount / 10 ** digits);
};

const line = ({ quantity, title, variant, total }: OrderLine, locale: string): string =>
  `${quantity} × ${title}${variant ? ` (${variant})` : ''}: ${formatMoney(total, locale)}`;
const charge = ({ label, amount }: Charge, locale: string): string =>
  `${label}: ${formatMoney(amount, locale)}`;

type Sums = { lines: readonly OrderLine[]; charges: readonly Charge[]; total: Money };

const sums = ({ lines, charges, total }: Sums, locale: string): string[] => [
  ...lines.map((each) => line(each, locale)),
  ...charges.map((each) => charge(each, locale)),
  `Total: ${formatMoney(total, locale)}`,
];
const day = (at: number, locale: string): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
const postal = ({ name, street, postalCode, city, country }: PostalAddress): string =>
  `${name}, ${street}, ${postalCode} ${city}, ${country}`;
const sendBack = ({ label, sendBy }: Pick<ReturnCard, 'label' | 'sendBy'>, locale: string): string[] => [
  ...(label ? [`Parcel label: ${label.carrier} ${label.number}${label.url ? ` ${label.url}` : ''}`] : []),
  ...(sendBy === undefined ? [] : [`Send it by ${day(sendBy, locale)}`]),
];
const optional = (label: string, value: string | undefined): string[] =>
  value === undefined ? [] : [`${label}${value}`];
const due = (label: string, at: number | undefined, locale: string): string[] =>
  at === undefined ? [] : [`${label}${day(at, locale)}`];

type Words = { [K in Card['kind']]: (card: Extract<Card, { kind: K }>, locale: string) => string[] };

const words: Words = {
  order: (card, locale) => [
    `Order ${card.number}, ${card.status}`,
    ...sums(card, locale),
    ...(card.tracking ? [`Tracking: ${card.tracking.carrier} ${card.tracking.number}`] : []),
  ],
  product: (card, locale) => [
    `${card.title}: ${formatMoney(card.price, locale)}${card.available ? '' : ' (not available)'}`,
  ],
  choices: (card) => [card.prompt, ...card.options.map((option) => `- ${option.label}`)],
  quote: (card, locale) => [
    `Quote ${card.id}`,
    ...sums(card, locale),
    `Valid until ${day(card.validUntil, locale)}`,
  ],
  payment: (card, locale) => [
    `Payment${card.order === undefined ? '' : ` for order ${card.order}`}, ${card.status}: ${formatMoney(card.amount, locale)}`,
    ...due('Due by ', card.dueAt, locale),
    ...(card.url !== undefined && card.status === 'open' ? [`Pay here: ${card.url}`] : []),
  ],
  refund: (card, locale) => [
    `Refund for order ${card.order}, ${card.status}`,
    ...card.lines.map(({ title, variant, amount }) =>
      charge({ label: `${title}${variant ? ` (${variant})` : ''}`, amount }, locale),
    ),
    `Total: ${formatMoney(card.total, locale)}`,
    ...optional('To: ', card.method),
  ],
  return: (card, locale) => [
    `Return for order ${card.order}, ${card.status}`,
    ...sums(card, locale),
    ...sendBack(card, locale),
  ],
  exchange: (card, locale) => [
    `Exchange for order ${card.order}, ${card.status}`,
    ...card.back.map((each) => `Comes back: ${line(each, locale)}`),
    ...card.sent.map((each) => `Is sent: ${line(each, locale)}`),
    `Difference: ${formatMoney(card.difference, locale)}`,
    ...sendBack(card, locale),
  ],
  change: (card, locale) => [
    `Order ${card.order}, changed`,
    ...sums(card, locale),
    `Before: ${formatMoney(card.before, locale)}`,
    `Difference: ${formatMoney(card.difference, locale)}`,
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
    ...due('', card.at, locale),
  ],
  article: (card) => [card.title, card.text, ...optional('', card.url)],
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
