import type { Card, Json, Money } from '@shopbell/protocol';
import { ordersIn } from '../shopper/orders.ts';
import type { ActionStory } from '../thread/stories.ts';

/** One line of an order somebody has looked up. `sku` is what an action names it by. */
export type KnownLine = { sku: string; title: string; quantity: number; total: Money };

/** What a conversation tells of an order; without lines where only a list has shown it. */
export type KnownOrder = {
  number: string;
  currency: string;
  lines: readonly KnownLine[];
  shipTo: Readonly<Record<string, string>>;
};

/** What a conversation tells of orders: all there are, and the one that was looked at last. */
export type KnownOrders = { all: readonly KnownOrder[]; last: KnownOrder | null };

type Shape = { readonly [key: string]: Json | undefined };
const isShape = (value: unknown): value is Shape =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const moneyIn = (value: Json | undefined): Money | null =>
  isShape(value) && typeof value.amount === 'number' && typeof value.currency === 'string'
    ? { amount: value.amount, currency: value.currency }
    : null;

const lineIn = (value: Json): KnownLine[] => {
  if (!isShape(value)) return [];
  const { title, quantity, product } = value;
  const sku = value.sku ?? product;
  const total = moneyIn(value.total);
  const isLine = typeof sku === 'string' && typeof title === 'string' && typeof quantity === 'number';
  return isLine && total ? [{ sku, title, quantity, total }] : [];
};

const textsIn = (value: Json | undefined): Record<string, string> =>
  Object.fromEntries(
    Object.entries(isShape(value) ? value : {}).flatMap(([name, each]) =>
      typeof each === 'string' ? [[name, each]] : [],
    ),
  );

const orderIn = (output: Json | undefined): KnownOrder[] => {
  const order = isShape(output) && isShape(output.order) ? output.order : null;
  const total = moneyIn(order?.total);
  if (!order || !total || typeof order.number !== 'string') return [];
  const lines = Array.isArray(order.lines) ? order.lines.flatMap(lineIn) : [];
  return [{ number: order.number, currency: total.currency, lines, shipTo: textsIn(order.shipTo) }];
};

const listedOnly = (number: string, { currency }: Money): KnownOrder => ({
  number,
  currency,
  lines: [],
  shipTo: {},
});

/** The order that a card is about: itself, or the one a payment, return or refund belongs to. */
const orderOf = (card: Card | null): KnownOrder | null => {
  if (card?.kind === 'order') return listedOnly(card.number, card.total);
  if (card?.kind === 'payment' && card.order !== undefined) return listedOnly(card.order, card.amount);
  return card?.kind === 'return' || card?.kind === 'refund' ? listedOnly(card.order, card.total) : null;
};

/** The orders that the actions of a conversation have shown, each as last seen. */
export const ordersKnown = (stories: readonly ActionStory[]): KnownOrders => {
  const seen = new Map<string, KnownOrder>();
  let last: KnownOrder | null = null;
  for (const { output, card } of stories) {
    for (const order of orderIn(output)) seen.set(order.number, (last = order));
    const shown = orderIn(output).length > 0 ? null : orderOf(card);
    if (shown) seen.set(shown.number, (last = seen.get(shown.number) ?? shown));
  }
  for (const { number, total } of ordersIn(stories))
    if (!seen.has(number)) seen.set(number, listedOnly(number, total));
  const all = [...seen.values()];
  return { all, last: last ?? (all.length === 1 ? (all[0] ?? null) : null) };
};

/** An article that a search has shown. */
export type KnownArticle = { sku: string; title: string };

const textIn = (value: Json | undefined): string => (typeof value === 'string' ? value : '');

const productIn = (value: Json): KnownArticle[] => {
  if (!isShape(value) || !Array.isArray(value.variants)) return [];
  return value.variants.flatMap((variant) =>
    isShape(variant) && typeof variant.sku === 'string'
      ? [{ sku: variant.sku, title: `${textIn(value.title)}, ${textIn(variant.label)}` }]
      : [],
  );
};

/** The articles that searches in a conversation have shown, each once. */
export const articlesKnown = (stories: readonly ActionStory[]): KnownArticle[] => {
  const found = stories.flatMap(({ output }) =>
    isShape(output) && Array.isArray(output.products) ? output.products.flatMap(productIn) : [],
  );
  return [...new Map(found.map((article) => [article.sku, article])).values()];
};

/** The address of the account, where it was looked up. */
export const accountAddressIn = (stories: readonly ActionStory[]): Readonly<Record<string, string>> =>
  textsIn(
    stories
      .map(({ output }) => (isShape(output) && isShape(output.account) ? output.account.address : undefined))
      .findLast((address) => address !== undefined),
  );
