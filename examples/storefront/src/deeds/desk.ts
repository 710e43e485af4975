import { randomBytes } from 'node:crypto';
import { refuse } from '@shopbell/agent';
import type { WriteInput, WriteName, WriteResult } from '@shopbell/commerce';
import type { Books } from '../books/books.ts';
import type { SoldLine, StoredOrder } from '../books/orders.ts';
import { price } from '../money.ts';

/** What every deed works with: the books, the shop’s public address, when it is done and under which key. */
export type Desk = { books: Books; publicUrl: string; at: number; key: string };

/** How the shop does something, inside a transaction. Refuses with `conflict` or `not_found` and a sentence. */
export type DeedsOf<N extends WriteName> = {
  [K in N]: (input: WriteInput<K>, desk: Desk) => WriteResult<K>;
};

export const dayMs = 24 * 60 * 60_000;

/** An id that cannot be guessed. */
export const newId = (prefix: string): string => `${prefix}_${randomBytes(12).toString('base64url')}`;

/** A refusal in the shop’s words. */
export const no = (sentence: string) => refuse('conflict', sentence);

/** The order of a number; refuses when there is none. */
export const orderIn = ({ books }: Desk, number: string): StoredOrder => {
  const order = books.orders.get(number.toUpperCase());
  if (order === null) throw refuse('not_found', `There is no order ${number}.`);
  return order;
};

/** The line of an article in an order; refuses when it is not in it. */
export const lineOf = (order: StoredOrder, sku: string): SoldLine => {
  const line = order.lines.find((each) => each.sku === sku);
  if (line === undefined) throw no(`Order ${order.number} has no article ${sku}.`);
  return line;
};

/** Refuses when an article is named twice: it would be counted twice. */
export const requireEachOnce = (lines: readonly { sku: string }[]): void => {
  const twice = lines.find(({ sku }, index) => lines.findIndex((each) => each.sku === sku) !== index);
  if (twice !== undefined) throw no(`Article ${twice.sku} is named twice. Name it once.`);
};

/** What an article costs now, as a line; refuses when the shop does not sell it. */
export const lineNow = ({ books }: Desk, { sku, quantity }: { sku: string; quantity: number }): SoldLine => {
  const variant = books.products.variant(sku);
  if (variant === null) throw no(`The shop does not sell an article ${sku}.`);
  const { product, title, label, picture, price: each } = variant;
  return { product, sku, title, variant: label, picture, quantity, price: each };
};

/** Takes pieces from stock, or puts them back; refuses when there are not enough. */
export const take = ({ books }: Desk, line: Pick<SoldLine, 'sku' | 'title'>, quantity: number): void => {
  const taken = books.orders.take(line.sku, quantity);
  if (!taken.ok) throw no(`Of “${line.title}” there are only ${taken.left} left.`);
};

/** Sends money back; refuses more than was paid. */
export const payBack = ({ books, key, at }: Desk, order: StoredOrder, amount: number): void => {
  const left = order.paid - order.refunded;
  if (amount > left) {
    throw no(
      `Order ${order.number} has ${price(left)} that can be refunded; ${price(amount)} is more than that.`,
    );
  }
  if (amount > 0) books.ledger.write({ key, order: order.number, kind: 'refund', amount, at });
};
