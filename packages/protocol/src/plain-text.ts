import type { Card, Charge, OrderLine } from './cards.ts';
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

/** A card in plain text: for screen readers, mail, logs of a bot and models. */
export const cardToText = (card: Card, locale = 'en'): string => {
  switch (card.kind) {
    case 'order':
      return [
        `Order ${card.number}, ${card.status}`,
        ...card.lines.map((each) => line(each, locale)),
        ...card.charges.map((each) => charge(each, locale)),
        `Total: ${formatMoney(card.total, locale)}`,
        ...(card.tracking ? [`Tracking: ${card.tracking.carrier} ${card.tracking.number}`] : []),
      ].join('\n');
    case 'product':
      return `${card.title}: ${formatMoney(card.price, locale)}${card.available ? '' : ' (not available)'}`;
    case 'choices':
      return [card.prompt, ...card.options.map((option) => `- ${option.label}`)].join('\n');
    default:
      return card satisfies never;
  }
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
