import { handle, type ActionHandler } from '@shopbell/agent';
import { orderList, orderLookup, productSearch } from './actions.ts';
import { orderCard, ordersCard, productCard, productsCard } from './cards.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { createLookup, disclose } from './lookup.ts';
import { moneyDeeds } from './money-deeds.ts';
import { orderDeeds } from './order-deeds.ts';
import { peopleDeeds } from './people-deeds.ts';
import { summarise, type Order } from './order.ts';
import { isOwner, type Known } from './disclosure.ts';
import { knownAs, requireKnown } from './ownership.ts';
import type { Shop } from './shop.ts';

/** How the cards’ words are chosen. */
export type ShopActionsOptions = {
  /** For the sentences that are agreed to and the labels of choices; default `en`. Cards follow the reader. */
  locale?: string;
  /** What whom may spend alone, over what a supervisor approves, and what nobody may; default {@link defaultLimits}. */
  limits?: Limits;
  /** What stands above several orders or products to choose from. */
  prompts?: { orders?: string; products?: string };
};

const handleOrderLookup = (shop: Shop, order: NonNullable<Shop['order']>): ActionHandler => {
  const lookup = createLookup(order);
  return handle(orderLookup, {
    run: async ({ input, by, shopper, audience, signal }) => {
      const known = await knownAs(shop, { shopper, signal }, 'look');
      return lookup(input, { by, known, shopper: shopper.id, audience }, { signal });
    },
    card: ({ output }) => orderCard(output.order),
  });
};

/** The orders of the account, and those a guest made under any of the addresses, each once, newest first. */
const ordersOfAll = async (
  known: Known,
  ordersOf: NonNullable<Shop['ordersOf']>,
  signal: AbortSignal,
): Promise<Order[]> => {
  const sub = known.sub ?? '';
  const asked = known.emails.length === 0 ? [{ sub }] : known.emails.map((email) => ({ sub, email }));
  const found = (await Promise.all(asked.map((customer) => ordersOf(customer, { signal })))).flat();
  // A shop that gives too much is not believed: each order is looked at as if it were looked up.
  const own = found.filter((order) => isOwner(order, known));
  const once = new Map(own.map((order) => [order.number, order]));
  return [...once.values()].toSorted((one, other) => other.placedAt - one.placedAt);
};

const handleOrderList = (
  shop: Shop,
  ordersOf: NonNullable<Shop['ordersOf']>,
  { locale = 'en', prompts = {} }: ShopActionsOptions,
): ActionHandler =>
  handle(orderList, {
    run: async ({ input, shopper, signal }) => {
      const known = await requireKnown(shop, { shopper, signal }, 'look');
      const orders = await ordersOfAll(known, ordersOf, signal);
      const [first, ...others] = orders;
      return {
        orders: orders.slice(0, input.limit).map(summarise),
        ...(first !== undefined && others.length === 0 ? { only: disclose(first, 'owner') } : {}),
      };
    },
    card: ({ output: { orders, only } }) => {
      if (only !== undefined) return orderCard(only);
      const prompt = prompts.orders ?? 'Which order is it about?';
      return orders.length === 0 ? undefined : ordersCard(orders, { locale, prompt });
    },
  });

const handleProductSearch = (
  searchProducts: NonNullable<Shop['searchProducts']>,
  { locale = 'en', prompts = {} }: ShopActionsOptions,
): ActionHandler =>
  handle(productSearch, {
    run: async ({ input, signal }) => {
      const products = await searchProducts(input, { signal });
      return { products: products.slice(0, input.limit) };
    },
    card: ({ output: { products } }) => {
      const [first, ...others] = products;
      if (first === undefined) return undefined;
      const prompt = prompts.products ?? 'Which one do you mean?';
      return others.length === 0 ? productCard(first) : productsCard(products, { locale, prompt });
    },
  });

/** The standard actions of a shop, for `openOffice`: those whose methods the shop implements. */
export const shopActions = (shop: Shop, options: ShopActionsOptions = {}): readonly ActionHandler[] => {
  const { order, ordersOf, searchProducts } = shop;
  const { limits = defaultLimits, locale = 'en' } = options;
  return [
    ...(order === undefined ? [] : [handleOrderLookup(shop, order.bind(shop))]),
    ...(ordersOf === undefined ? [] : [handleOrderList(shop, ordersOf.bind(shop), options)]),
    ...(searchProducts === undefined ? [] : [handleProductSearch(searchProducts.bind(shop), options)]),
    ...[peopleDeeds, orderDeeds, moneyDeeds]
      .flatMap((deeds) => deeds(shop, { limits, locale }))
      .filter((handler) => handler !== null),
  ];
};
