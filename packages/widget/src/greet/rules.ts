import type { ShopSettings } from '@shopbell/protocol';
import { isOn } from '@shopbell/protocol/page-pattern';
import type { Cart } from '../late/cart.ts';

/** What the shop says by itself, and when. */
export type Greeting = NonNullable<ShopSettings['greetings']>[number];

/** How the shopper stands: where, since when, with what. Times in ms. */
export type Visit = {
  path: string;
  onPageMs: number;
  language: string;
  isReturning: boolean;
  cart: Cart;
  now: number;
  /** When each greeting was shown last, by its id. */
  shownAt: Readonly<Record<string, number>>;
};

/** The decimals of a currency’s main unit: 2 of EUR, 0 of JPY. */
const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

const isWorth = ({ lines }: Cart, { amount, currency }: { amount: number; currency: string }): boolean => {
  const mine = lines.filter((line) => line.currency === currency);
  const total = mine.reduce((sum, line) => sum + line.total_price, 0);
  // Decimals of a page’s own sums: half a minor unit less is still that much.
  return mine.length > 0 && total * 10 ** digitsOf(currency) >= amount - 0.5;
};

/**
 * In how many ms a greeting is due if nothing but the time changes: 0: now; `null`: something else has to change first.
 */
export const dueIn = ({ id, when, everyMs }: Greeting, visit: Visit): number | null => {
  const { page, afterMs = 0, cart, returning, language } = when;
  const shownAt = visit.shownAt[id];
  if (shownAt !== undefined && visit.now - shownAt < everyMs) return null;
  if (page !== undefined && !isOn(visit.path, page)) return null;
  if (language !== undefined && language !== visit.language) return null;
  if (returning !== undefined && returning !== visit.isReturning) return null;
  if (cart !== undefined && !isWorth(visit.cart, cart)) return null;
  return Math.max(0, afterMs - visit.onPageMs);
};
