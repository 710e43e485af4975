import type { Money } from '@shopbell/agent';

const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** Medusa’s decimal amount (19.99) as money in minor units (1999). */
export const toMoney = (amount: number, currency: string): Money => ({
  // Decimals that are halves on paper are not quite in binary: nudge them to the side they stand on.
  amount: Math.round(Number((amount * 10 ** digitsOf(currency)).toFixed(6))),
  currency: currency.toUpperCase(),
});

/** Money in minor units as Medusa’s decimal amount. */
export const toDecimal = ({ amount, currency }: Money): number => amount / 10 ** digitsOf(currency);
