import { handle, type ActionHandler } from '@shopbell/agent';
import { refuse } from '@shopbell/protocol';
import { orderList, orderLookup, productSearch } from './actions.ts';
import { orderCard, ordersCard, productCard, productsCard } from './cards.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { createLookup, disclose } from './lookup.ts';
import { moneyDeeds } from './money-deeds.ts';
import { orderDeeds } from './order-deeds.ts';
import { peopleDeeds } from './people-deeds.ts';
import { summarise } from './order.ts';
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

const handleOrderLookup = (order: NonNullable<Shop['order']>): ActionHandler => {
  const lookup = createLookup(order);
  return handle(orderLookup, {
    run: ({ input, by, shopper, audience, signal }) => lookup(input, { by, shopper, audience }, { signal }),
    card: ({ output }) => orderCard(output.order),
  });
};

const handleOrderList = (
  ordersOf: NonNullable<Shop['ordersOf']>,
  { locale = 'en', prompts = {} }: ShopActionsOptions,
): ActionHandler =>
  handle(orderList, {
    run: async ({ input, shopper, signal }) => {
      // The relay holds the identity level; asked again here, because what follows discloses.
      if (shopper.verified === null)
        throw refuse('forbidden', 'The shopper is not signed in. Ask them to sign in.');
      const orders = await ordersOf(shopper.verified, { signal });
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
    ...(order === undefined ? [] : [handleOrderLookup(order.bind(shop))]),
    ...(ordersOf === undefined ? [] : [handleOrderList(ordersOf.bind(shop), options)]),
    ...(searchProducts === undefined ? [] : [handleProductSearch(searchProducts.bind(shop), options)]),
    ...[peopleDeeds, orderDeeds, moneyDeeds]
      .flatMap((deeds) => deeds(shop, { limits, locale }))
      .filter((handler) => handler !== null),
  ];
};
