import { refuse, type LiveCart, type Money, type ShopperCommands } from '@shopbell/protocol';
import { sizes } from '@shopbell/protocol/limits';

type Report = ShopperCommands['cart:report']['parsed'];

const minorDigits = new Map<string, number>();
const digitsOf = (currency: string): number => {
  const known = minorDigits.get(currency);
  if (known !== undefined) return known;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  const digits = format.resolvedOptions().maximumFractionDigits ?? 2;
  minorDigits.set(currency, digits);
  return digits;
};

/** An amount in a currency’s main unit, as pages have it, in minor units. */
const money = (price: number, currency: string): Money => ({
  amount: Math.round(price * 10 ** digitsOf(currency)),
  currency,
});

const optional = (sku: string | undefined) => (sku === undefined ? {} : { sku });

/**
 * The cart after a report: what the report does not speak of stays as it was before. Refuses with `too_large` what
 * relays could not tell each other.
 */
export const cartAfter = (before: LiveCart | null, report: Report, at: number): LiveCart => {
  const { conversation, cart_lines: lines, order } = report;
  const cart: LiveCart = {
    conversation,
    at,
    lines:
      lines?.map(({ product: { title, sku }, quantity, total_price: total, currency }) => ({
        title,
        quantity,
        ...optional(sku),
        total: money(total, currency),
      })) ??
      before?.lines ??
      [],
    order: order
      ? {
          number: order.order_number ?? String(order.id),
          total: money(order.total_price, order.currency),
          lines: order.line_items.map(({ title, quantity, price, sku }) => ({
            title,
            quantity,
            ...optional(sku),
            total: money(price * quantity, order.currency),
          })),
        }
      : (before?.order ?? null),
  };
  if (Buffer.byteLength(JSON.stringify(cart)) > sizes.cartMaxBytes)
    throw refuse(
      'too_large',
      'The cart and the order are too long: tell of fewer lines, or of shorter titles.',
    );
  return cart;
};
