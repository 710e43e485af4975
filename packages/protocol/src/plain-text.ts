import { englishCards, type CardWords } from './card-words.ts';
import type { Card, Charge, OrderLine, PostalAddress, ReturnCard } from './cards.ts';

import type { Money } from './fields.ts';
import { fill } from './fill.ts';

export { fill };
import type { Part } from './parts.ts';

/** An amount in the reader’s language: `€19.99`. Minor units follow the currency (JPY has none). */
export const formatMoney = ({ amount, currency }: Money, locale: string): string => {
  const format = new Intl.NumberFormat(locale, { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  return format.format(amount / 10 ** digits);
};

/** For whom a card is written; `timeZone` where it is not the one of this machine. */
type Reader = { locale: string; words: CardWords; timeZone?: string | undefined };

const named = ({ title, variant }: { title: string; variant?: string | undefined }): string =>
  variant === undefined ? title : `${title} (${variant})`;
const pair = (name: string, value: string, { words }: Reader): string => fill(words.pair, { name, value });
const line = ({ quantity, total, price, ...what }: OrderLine, to: Reader): string => {
  const amount = formatMoney(total, to.locale);
  const each = quantity === 1 ? '' : ` (${fill(to.words.each, formatMoney(price, to.locale))})`;
  return pair(`${quantity} × ${named(what)}`, `${amount}${each}`, to);
};
const charge = ({ label, amount }: Charge, to: Reader): string =>
  pair(label, formatMoney(amount, to.locale), to);

type Sums = {
  lines: readonly OrderLine[];
  charges: readonly Charge[];
  total: Money;
  included?: readonly Charge[] | undefined;
};

const sums = ({ lines, charges, total, included = [] }: Sums, to: Reader): string[] => [
  ...lines.map((each) => line(each, to)),
  ...charges.map((each) => charge(each, to)),
  charge({ label: to.words.total, amount: total }, to),
  ...included.map((each) => fill(to.words.includes, charge(each, to))),
];
const moment = (at: number, { locale, timeZone }: Reader): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(at);
const day = (at: number, { locale, timeZone }: Reader): string =>
  new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone }).format(at);
const postal = ({ name, street, postalCode, city, country }: PostalAddress): string =>
  `${name}, ${street}, ${postalCode} ${city}, ${country}`;
const optional = (value: string | undefined): string[] => (value === undefined ? [] : [value]);
const due = (sentence: string, at: number | undefined, to: Reader): string[] =>
  at === undefined ? [] : [fill(sentence, day(at, to))];
const parcel = (name: string, label: NonNullable<ReturnCard['label']>, to: Reader): string =>
  pair(name, [label.carrier, label.number, ...optional(label.url)].join(' '), to);
const sendBack = ({ label, sendBy }: Pick<ReturnCard, 'label' | 'sendBy'>, to: Reader): string[] => [
  ...(label ? [parcel(to.words.parcel, label, to)] : []),
  ...due(to.words.sendBy, sendBy, to),
];
/** What is to be paid or comes back, by the sign. */
const difference = (money: Money, to: Reader): string[] => {
  if (money.amount === 0) return [];
  const amount = { ...money, amount: Math.abs(money.amount) };
  return [charge({ label: money.amount > 0 ? to.words.toPay : to.words.youGet, amount }, to)];
};

type Writers = { [K in Card['kind']]: (card: Extract<Card, { kind: K }>, to: Reader) => string[] };

const writers: Writers = {
  order: (card, to) => [
    fill(to.words.order, {
      number: card.number,
      date: day(card.placedAt, to),
      status: to.words.orders[card.status],
    }),
    ...sums(card, to),
    ...(card.tracking ? [parcel(to.words.tracking, card.tracking, to)] : []),
  ],
  product: (card, to) => {
    const stock = card.available ? to.words.inStock : to.words.outOfStock;
    const head = pair(card.title, `${formatMoney(card.price, to.locale)}, ${stock}`, to);
    return [head, ...optional(card.text), ...optional(card.url)];
  },
  choices: (card) => [card.prompt, ...card.options.map((option) => `- ${option.label}`)],
  quote: (card, to) => [
    fill(to.words.quote, card.id),
    ...sums(card, to),
    fill(to.words.validUntil, moment(card.validUntil, to)),
  ],
  payment: (card, to) => {
    const { payment, paymentOf, payments, payBy, payHere } = to.words;
    const head = fill(card.order === undefined ? payment : paymentOf, {
      order: card.order ?? '',
      status: payments[card.status],
    });
    return [
      charge({ label: head, amount: card.amount }, to),
      ...due(payBy, card.dueAt, to),
      ...(card.url !== undefined && card.status === 'open' ? [pair(payHere, card.url, to)] : []),
    ];
  },
  refund: (card, to) => [
    fill(to.words.refund, { order: card.order, status: to.words.refunds[card.status] }),
    ...card.lines.map(({ quantity, amount, ...what }) =>
      charge({ label: `${quantity === undefined ? '' : `${quantity} × `}${named(what)}`, amount }, to),
    ),
    charge({ label: to.words.total, amount: card.total }, to),
    ...(card.method === undefined ? [] : [fill(to.words.to, card.method)]),
  ],
  return: (card, to) => [
    fill(to.words.return, { order: card.order, status: to.words.returns[card.status] }),
    ...sums(card, to),
    to.words.refundedThen,
    ...sendBack(card, to),
  ],
  exchange: (card, to) => [
    fill(to.words.exchange, { order: card.order, status: to.words.returns[card.status] }),
    ...card.back.map((each) => pair(to.words.comesBack, line(each, to), to)),
    ...card.sent.map((each) => pair(to.words.isSent, line(each, to), to)),
    ...difference(card.difference, to),
    ...sendBack(card, to),
  ],
  change: (card, to) => [
    fill(to.words.change, card.order),
    ...sums(card, to),
    charge({ label: to.words.before, amount: card.before }, to),
    ...difference(card.difference, to),
  ],
  address: (card, to) => [
    card.order === undefined ? to.words.address : fill(to.words.addressOf, card.order),
    postal(card.address),
    ...(card.before ? [pair(to.words.before, postal(card.before), to)] : []),
  ],
  account: (card, to) => [
    fill(to.words.account, card.name),
    card.email,
    ...optional(card.phone),
    ...(card.address ? [postal(card.address)] : []),
  ],
  voucher: (card, to) => {
    const label = `${to.words.voucher}${card.code === undefined ? '' : ` ${card.code}`}`;
    return [
      charge({ label, amount: card.amount }, to),
      ...optional(card.reason),
      ...due(to.words.validUntil, card.validUntil, to),
    ];
  },
  record: (card, to) => [
    pair(to.words.records[card.what], card.title, to),
    ...optional(card.text),
    ...(card.at === undefined ? [] : [moment(card.at, to)]),
    ...(card.id === undefined ? [] : [pair(to.words.number, card.id, to)]),
  ],
  article: (card) => [card.title, card.text, ...optional(card.url)],
  form: ({ title, intro, fields }) => [
    ...optional(title),
    ...optional(intro),
    ...fields.map(({ label }) => `- ${label}`),
  ],
};

/** What a reader has of their own: the words of their language, and the time zone dates are told in. */
export type CardReading = { words?: CardWords; timeZone?: string };

/**
 * A card in plain text: for mail, logs, bots and models. Money and dates in the reader’s way; in English, unless the
 * words of another language are given.
 */
export const cardToText = (
  card: Card,
  locale = 'en',
  { words = englishCards, timeZone }: CardReading = {},
): string => {
  const write = writers[card.kind] as (card: Card, to: Reader) => string[];
  return write(card, { locale, words, timeZone }).join('\n');
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
