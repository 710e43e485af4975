import type { Books } from './books.ts';
import type { WriteInput } from './inputs.ts';
import { inWords } from './money.ts';
import {
  cannotPay,
  findMethod,
  findOrder,
  isRefusal,
  settle,
  type Placed,
  type Plan,
  type Refusal,
} from './plan.ts';
import type { Item, Order, PaymentMethod, Variant } from './records.ts';

type Wanted = WriteInput<'modify_pending_order_items'>;
/** Which of an order's items becomes which variant. */
type Swap = { place: number; item: Item; variant: Variant };
type Swaps = { all: Swap[]; difference: number; method: PaymentMethod };

/** The places of the named items in the order: a name given twice is two pieces. `null` when there are not as many. */
export const placesOf = (order: Order, itemIds: readonly string[]): number[] | null => {
  const places: number[] = [];
  for (const id of itemIds) {
    const place = order.items.findIndex((item, index) => item.item_id === id && !places.includes(index));
    if (place === -1) return null;
    places.push(place);
  }
  return places;
};

/** Said when an order lacks what is named. */
export const notInOrder = (order: Order): Refusal => ({
  refuse: `Order ${order.order_id} does not hold all of these items as often as they are named.`,
});

const variantFor = (books: Books, item: Item, newId: string): Variant | Refusal => {
  const variants = books.product(item.product_id)?.variants ?? {};
  const variant = Object.hasOwn(variants, newId) ? variants[newId] : undefined;
  if (!variant)
    return { refuse: `Item ${newId} is no ${item.name}: an item can only become another of its kind.` };
  if (newId === item.item_id) return { refuse: `Item ${newId} is what was ordered: choose other options.` };
  return variant.available ? variant : { refuse: `Item ${newId} (${item.name}) is not available.` };
};

const swapsOf = (books: Books, { order, owner }: Placed, wanted: Wanted): Swaps | Refusal => {
  if (wanted.item_ids.length !== wanted.new_item_ids.length)
    return { refuse: 'Each item needs one new item: the lists must be equally long.' };
  const places = placesOf(order, wanted.item_ids);
  if (!places) return notInOrder(order);
  const all: Swap[] = [];
  for (const [index, newId] of wanted.new_item_ids.entries()) {
    const place = places[index] ?? -1;
    const item = order.items[place];
    if (!item) return notInOrder(order);
    const variant = variantFor(books, item, newId);
    if (isRefusal(variant)) return variant;
    all.push({ place, item, variant });
  }
  const difference = all.reduce((sum, { item, variant }) => sum + variant.price - item.price, 0);
  const method = findMethod(owner, wanted.payment_method_id);
  if (isRefusal(method)) return method;
  return cannotPay(method, difference) ?? { all, difference, method };
};

const optionsOf = ({ options }: Item | Variant): string => Object.values(options).join(' ');

const inSentence = ({ all, difference, method }: Swaps): string => {
  const each = all.map(({ item, variant }) => `${item.name} ${optionsOf(item)} → ${optionsOf(variant)}`);
  const money = difference > 0 ? `${inWords(difference)} more` : `${inWords(difference)} back`;
  // The money first: a long list may be cut.
  return `${money}, by ${method.id}. ${each.join('; ')}.`;
};

/** Swaps come about one after another: each takes the first piece of its name, be it one that a swap before it made. */
const swapped = (items: readonly Item[], { item, variant }: Swap): Item[] => {
  const place = items.findIndex(({ item_id }) => item_id === item.item_id);
  const { item_id, price, options } = variant;
  return items.map((each, index) => (index === place ? { ...each, item_id, price, options } : each));
};

/** Has items of a pending order become others of their kind, once; the difference is paid or given back. */
export const planModify = (books: Books, wanted: Wanted): Plan | Refusal => {
  const placed = findOrder(books, wanted.order_id, { status: 'pending', action: 'modified' });
  if (isRefusal(placed)) return placed;
  const swaps = swapsOf(books, placed, wanted);
  if (isRefusal(swaps)) return swaps;
  const items = swaps.all.reduce(swapped, placed.order.items);
  const order: Order = { ...placed.order, items, status: 'pending (item modified)' };
  const amount = Math.abs(swaps.difference);
  const transaction_type = swaps.difference > 0 ? 'payment' : 'refund';
  const entry = { transaction_type, amount, payment_method_id: wanted.payment_method_id } as const;
  return {
    summary: `Change order ${wanted.order_id}, for good: ${inSentence(swaps)}`,
    after: settle({ order, owner: placed.owner }, [entry]),
    amount,
  };
};

/** Asks for other variants of what was delivered, once; the difference is settled when the items are back. */
export const planExchange = (books: Books, wanted: Wanted): Plan | Refusal => {
  const placed = findOrder(books, wanted.order_id, { status: 'delivered', action: 'exchanged' });
  if (isRefusal(placed)) return placed;
  const swaps = swapsOf(books, placed, wanted);
  if (isRefusal(swaps)) return swaps;
  const order: Order = {
    ...placed.order,
    status: 'exchange requested',
    exchange_items: wanted.item_ids.toSorted(),
    exchange_new_items: wanted.new_item_ids.toSorted(),
    exchange_payment_method_id: wanted.payment_method_id,
    exchange_price_difference: swaps.difference,
  };
  return {
    summary: `Exchange in order ${wanted.order_id}: ${inSentence(swaps)}`,
    after: { orders: { [wanted.order_id]: order }, users: {} },
    amount: Math.abs(swaps.difference),
  };
};
