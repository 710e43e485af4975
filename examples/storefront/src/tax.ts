import { reckon, type Reckoned } from '@shopbell/commerce';
import type { SoldCharge, SoldLine } from './books/orders.ts';
import { currency, price as inWords } from './money.ts';
import { range } from './range/range.ts';

const reduced = 700;
const standard = 1_900;

/** Tea is food; all else is not. */
const rates = new Map(range.map(({ id, shelf }) => [id, shelf === 'tea' ? reduced : standard]));

type Sold = readonly Pick<SoldLine, 'product' | 'price' | 'quantity'>[];

/** The value-added tax that a sum contains, by rate: prices have it in them, shipping and discounts share it. */
export const taxIn = (lines: Sold, charges: readonly SoldCharge[]): Reckoned['included'] =>
  reckon({
    currency,
    goods: lines.map(({ product, price, quantity }) => ({
      amount: price * quantity,
      taxBps: rates.get(product) ?? standard,
    })),
    extras: charges,
    tax: { prices: 'gross', rounding: 'total', label: (taxBps) => `VAT ${taxBps / 100} %` },
  }).included;

/** The same in a sentence: `Includes VAT 7 % €0.78 and VAT 19 % €3.51.` */
export const taxSentence = (lines: Sold, charges: readonly SoldCharge[]): string => {
  const taxes = taxIn(lines, charges).map(({ label, amount }) => `${label} ${inWords(amount.amount)}`);
  return taxes.length === 0 ? 'Prices include value-added tax.' : `Includes ${taxes.join(' and ')}.`;
};
