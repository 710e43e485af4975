import type { ShopperCommands } from '@shopbell/protocol';
import { sizes } from '@shopbell/protocol/limits';
import type { TrackedEventName } from '../types.ts';

type Report = ShopperCommands['cart:report']['input'];
type Line = NonNullable<Report['cart_lines']>[number];
type Order = NonNullable<Report['order']>;
/** What is known of the shopper’s cart, as the relay takes it. */
export type Cart = { lines: readonly Line[]; order: Order | undefined };
export const emptyCart: Cart = { lines: [], order: undefined };

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value.slice(0, sizes.cartLinesMax) : []);

const words = (value: unknown, maxChars: number): string =>
  (typeof value === 'string' ? value : '').slice(0, maxChars).toWellFormed().replaceAll('\0', '').trim();
const amount = (value: unknown): number | null => {
  const number = typeof value === 'string' ? Number.parseFloat(value) : value;
  return typeof number === 'number' && number >= 0 && number <= 1e9 ? number : null;
};
const count = (value: unknown): number | null => {
  const number = amount(value);
  return number !== null && number >= 1 && number <= 100_000 ? Math.floor(number) : null;
};
const currencyOf = (value: unknown): string | null => {
  const code = words(value, 3).toUpperCase();
  return /^[A-Z]{3}$/.test(code) ? code : null;
};

/** The names of what a line is of, as far as they are given. */
const names = (of: Record<string, unknown>) => {
  const id = (value: unknown) =>
    Number.isSafeInteger(value) ? (value as number) : words(value, sizes.cartIdMaxChars) || undefined;
  const [product, variant] = [id(of['id']), id(of['variant_id'])];
  const sku = words(of['sku'], sizes.cartIdMaxChars);
  return {
    ...(product === undefined ? {} : { id: product }),
    ...(variant === undefined ? {} : { variant_id: variant }),
    ...(sku ? { sku } : {}),
  };
};

const readLine = (value: unknown): Line[] => {
  const { total_price, currency, quantity, product } = record(value);
  const title = words(record(product)['title'], sizes.cartTitleMaxChars);
  const [total, code, pieces] = [amount(total_price), currencyOf(currency), count(quantity)];
  if (total === null || !code || !pieces || !title) return [];
  return [
    { total_price: total, currency: code, quantity: pieces, product: { title, ...names(record(product)) } },
  ];
};

const readOrder = (value: unknown): Order | undefined => {
  const order = record(value);
  const { id } = names({ id: order['id'] });
  const [total, code] = [amount(order['total_price']), currencyOf(order['currency'])];
  if (id === undefined || total === null || !code) return undefined;
  const number = words(order['order_number'], sizes.cartIdMaxChars);
  const items = list(order['line_items']).flatMap((each): Order['line_items'] => {
    const item = record(each);
    const title = words(item['title'], sizes.cartTitleMaxChars);
    const [price, pieces] = [amount(item['price']), count(item['quantity'])];
    const { id: _product, ...own } = names(item);
    return price === null || !pieces || !title ? [] : [{ title, quantity: pieces, price, ...own }];
  });
  return {
    id,
    ...(number ? { order_number: number } : {}),
    currency: code,
    total_price: total,
    line_items: items,
  };
};

/** By what a page means the same line again. */
const keyOf = ({ currency, product: { id, variant_id, sku, title } }: Line): string =>
  `${currency} ${variant_id ?? sku ?? id ?? title}`;

const change = (lines: readonly Line[], changed: readonly Line[], sign: 1 | -1): Line[] => {
  const all = new Map(lines.map((line) => [keyOf(line), line]));
  for (const line of changed) {
    const before = all.get(keyOf(line));
    const quantity = (before?.quantity ?? 0) + sign * line.quantity;
    // Cents, so that what was added and taken away again leaves nothing.
    const total = Math.round(((before?.total_price ?? 0) + sign * line.total_price) * 1_000) / 1_000;
    if (quantity < 1) all.delete(keyOf(line));
    else all.set(keyOf(line), { ...line, quantity, total_price: Math.max(0, total) });
  }
  return [...all.values()].slice(0, sizes.cartLinesMax);
};

/** The cart after what the page told, cut to what the relay takes; what makes no sense changes nothing. */
export const cartAfter = (cart: Cart, name: TrackedEventName, data: unknown): Cart => {
  const lines = list(record(data)['cart_lines']).flatMap(readLine);
  switch (name) {
    case 'store_cart_was_updated':
      return { ...cart, lines };
    case 'store_product_added_to_cart':
      return { ...cart, lines: change(cart.lines, lines, 1) };
    case 'store_product_removed_from_cart':
      return { ...cart, lines: change(cart.lines, lines, -1) };
    case 'store_order_was_created': {
      const order = readOrder(record(data)['order']);
      // What was in the cart is in the order now.
      return order ? { lines: [], order } : cart;
    }
    default:
      return name satisfies never;
  }
};
