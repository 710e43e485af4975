import type { Money } from '@shopbell/protocol';

/** How many digits a currency has after the point: 2 for EUR, 0 for JPY; 2 where it is not known. */
export const minorDigits = (currency: string): number => {
  try {
    const { maximumFractionDigits } = new Intl.NumberFormat('en', {
      style: 'currency',
      currency,
    }).resolvedOptions();
    return maximumFractionDigits ?? 2;
  } catch {
    return 2;
  }
};

/** `1.234,50`, `1,234.50`, `1 234,5` and `1'234.50` in their parts; only a last group of other than three is a fraction. */
const parts = (raw: string): { whole: string; fraction: string } | null => {
  const plain = raw.replaceAll(/[\s'’\u00A0\u202F]|\p{Sc}/gu, '');
  const [, sign = '', whole, fraction = ''] = /^(-?)(\d[\d.,]*?)(?:[.,](\d*))?$/.exec(plain) ?? [];
  if (whole === undefined) return null;
  const isGrouped = /^\d{1,3}(?:([.,])\d{3}(?:\1\d{3})*)?$/.test(whole) || /^\d+$/.test(whole);
  return isGrouped ? { whole: sign + whole.replaceAll(/[.,]/g, ''), fraction } : null;
};

/**
 * An amount as people type it, in minor units. `null`: it is no amount, or could be read as two (`1.234`).
 * `tooPrecise`: it has more digits after the point than the currency.
 */
export const readAmount = (raw: string, currency: string): number | 'tooPrecise' | null => {
  const read = parts(raw);
  if (!read) return null;
  const digits = minorDigits(currency);
  const { whole, fraction } = read;
  if (fraction.length === 3 && digits < 3) return null;
  if (fraction.length > digits) return 'tooPrecise';
  const amount = Number(whole + fraction.padEnd(digits, '0'));
  return Number.isSafeInteger(amount) ? amount : null;
};

/** An amount as it is typed into a field: major units, no grouping, no sign of the currency. */
export const typedAmount = ({ amount, currency }: Money, locale: string): string => {
  const digits = minorDigits(currency);
  const format = { minimumFractionDigits: digits, maximumFractionDigits: digits, useGrouping: false };
  return new Intl.NumberFormat(locale, format).format(amount / 10 ** digits);
};
