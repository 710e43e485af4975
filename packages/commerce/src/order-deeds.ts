import type { ActionHandler } from '@shopbell/agent';
import { refuse, type Money } from '@shopbell/protocol';
import { orderCard } from './cards.ts';
import { handleDeed, type DeedOptions } from './deed.ts';
import {
  orderCancel,
  orderChangeAddress,
  orderChangeItems,
  orderChangePayment,
  orderPlace,
} from './deed-actions.ts';
import { cardOfOrder, changeCard, placeCard } from './deed-cards.ts';
import { disclose } from './lookup.ts';
import { isSameAddress, type Address, type DisclosedOrder, type Order } from './order.ts';
import { ownOrder, requireKnown } from './ownership.ts';
import { sentencesFor } from './sentences.ts';
import type { Shop } from './shop.ts';
import type { Pieces } from './writes.ts';

/** A foreseen order is agreed to as long as a plan lasts. */
const agreeWithinMs = 15 * 60_000;

const owned = <T extends { order: Order }>({ order, ...rest }: T) => ({
  ...rest,
  order: disclose(order, 'owner'),
});

const hasPieces = ({ lines }: Order, wanted: readonly Pieces[]): boolean =>
  lines.length === wanted.length &&
  wanted.every(({ sku, quantity }) =>
    lines.some((line) => (line.sku ?? line.product) === sku && line.quantity === quantity),
  );

/** Reads the order again and says what is not as it should be. */
const readAgain =
  (shop: Shop, wrong: (order: Order) => string | null) =>
  async ({ order: { number } }: { order: { number: string } }): Promise<string | null> => {
    const order = (await shop.order?.(number)) ?? null;
    return order === null ? `The shop has no order ${number} any more.` : wrong(order);
  };

const place = (shop: Shop, options: DeedOptions): ActionHandler | null => {
  const { say, money, place: at } = sentencesFor(options.locale);
  return handleDeed(
    shop,
    {
      action: orderPlace,
      method: 'placeOrder',
      tell: async ({ input: { quote, shipTo }, shopper, signal }) => {
        const known = await requireKnown(shop, { shopper, signal }, 'change');
        const account = known.sub === null ? null : ((await shop.account?.(known.sub, { signal })) ?? null);
        const to = shipTo ?? account?.address;
        if (to === undefined) throw refuse('bad_request', 'No address is known: say where the order goes.');
        const email = account?.email ?? known.emails[0];
        if (email === undefined)
          throw refuse(
            'bad_request',
            'No mail address is known for the order. Ask the shopper to prove one.',
          );
        return {
          quote,
          customer: { sub: known.sub, name: account?.name ?? known.name ?? to.name, email },
          shipTo: to,
        };
      },
      sentence: ({ order }) => say.place(money(order.total), at(order.shipTo)),
      output: owned,
      foreseen: ({ order }, { quote }) => placeCard(order, { quote, validUntil: Date.now() + agreeWithinMs }),
      card: cardOfOrder,
      spends: { as: 'order.place', amount: ({ order }): Money => order.total },
      stands: (result) =>
        readAgain(shop, ({ total }) =>
          total.amount === result.order.total.amount ? null : 'The order has another total than was agreed.',
        )(result),
    },
    options,
  );
};

const cancel = (shop: Shop, options: DeedOptions): ActionHandler | null => {
  const { say, some } = sentencesFor(options.locale);
  return handleDeed(
    shop,
    {
      action: orderCancel,
      method: 'cancelOrder',
      tell: async ({ input, ...asked }) => ({
        ...input,
        order: (await ownOrder(shop, input.order, asked)).number,
      }),
      sentence: ({ order, refunded }) => say.cancel(order.number, some(refunded)),
      output: owned,
      foreseen: ({ order }) => orderCard(order),
      card: cardOfOrder,
      spends: { as: 'order.cancel', amount: ({ refunded }): Money => refunded },
      stands: readAgain(shop, ({ status }) =>
        status === 'cancelled' ? null : `The order is ${status}, not cancelled.`,
      ),
    },
    options,
  );
};

const changeItems = (shop: Shop, options: DeedOptions): ActionHandler | null => {
  const { say, money, some } = sentencesFor(options.locale);
  return handleDeed(
    shop,
    {
      action: orderChangeItems,
      method: 'changeItems',
      tell: async ({ input, ...asked }) => ({
        ...input,
        order: (await ownOrder(shop, input.order, asked)).number,
      }),
      sentence: ({ order, refunded, due }) =>
        say.changeItems(order.number, {
          total: money(order.total),
          refunded: some(refunded),
          due: some(due),
        }),
      output: owned,
      foreseen: ({ order, before }) => changeCard({ order, before }),
      card: ({ order, before }) => changeCard({ order, before }),
      spends: { as: 'order.change_items', amount: ({ refunded }): Money => refunded },
      stands: (result, { lines }) =>
        readAgain(shop, (order) => (hasPieces(order, lines) ? null : 'The order has other articles.'))(
          result,
        ),
    },
    options,
  );
};

const addressCard = ({ number, shipTo }: Pick<DisclosedOrder, 'number' | 'shipTo'>, before: Address) => ({
  kind: 'address' as const,
  version: 1 as const,
  order: number,
  address: shipTo ?? before,
  before,
});

const changeAddress = (shop: Shop, options: DeedOptions): ActionHandler | null => {
  const { say, place: at } = sentencesFor(options.locale);
  return handleDeed(
    shop,
    {
      action: orderChangeAddress,
      method: 'changeAddress',
      tell: async ({ input, ...asked }) => ({
        ...input,
        order: (await ownOrder(shop, input.order, asked)).number,
      }),
      sentence: ({ order }) => say.changeAddress(order.number, `${order.shipTo.name}, ${at(order.shipTo)}`),
      output: owned,
      foreseen: ({ order, before }) => addressCard(order, before),
      card: ({ order, before }) => addressCard(order, before),
      stands: (result, { shipTo }) =>
        readAgain(shop, (order) =>
          isSameAddress(order.shipTo, shipTo) ? null : 'The order goes to another address.',
        )(result),
    },
    options,
  );
};

const changePayment = (shop: Shop, options: DeedOptions): ActionHandler | null => {
  const { say } = sentencesFor(options.locale);
  return handleDeed(
    shop,
    {
      action: orderChangePayment,
      method: 'changePayment',
      tell: async ({ input, ...asked }) => ({
        ...input,
        order: (await ownOrder(shop, input.order, asked)).number,
      }),
      sentence: ({ order, method }) => say.changePayment(order.number, method),
      output: owned,
      foreseen: ({ order }) => orderCard(order),
      card: cardOfOrder,
      stands: (result) =>
        readAgain(shop, ({ payment }) =>
          payment === undefined || payment.method === result.method ? null : 'The order is paid another way.',
        )(result),
    },
    options,
  );
};

/** The actions on an order before it leaves the house: those whose methods the shop has, and whose orders it shows. */
export const orderDeeds = (shop: Shop, options: DeedOptions): (ActionHandler | null)[] => [
  ...(shop.account === undefined ? [] : [place(shop, options)]),
  ...(shop.order === undefined
    ? []
    : [cancel, changeItems, changeAddress, changePayment].map((deed) => deed(shop, options))),
];
