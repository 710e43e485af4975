// What the policy makes of each call, said a second time: rule by rule, on the shop's own file, in decimal dollars.
// It shares nothing with the shop it judges, so that a mistake has to be made twice to go unseen.

type Where = Record<string, string>;
type Piece = { name: string; product_id: string; item_id: string; price: number; options: unknown };
type Booking = { transaction_type: string; amount: number; payment_method_id: string };
type Purchase = {
  user_id: string;
  status: string;
  address: Where;
  items: Piece[];
  payment_history: Booking[];
  [more: string]: unknown;
};
type Method = { source: string; balance?: number };
type Person = {
  email: string;
  name: { first_name: string; last_name: string };
  address: Where;
  payment_methods: Record<string, Method>;
};
type Kind = { available: boolean; price: number; options: unknown };

/** A shop's file as it is written, in decimal dollars. */
export type RetailFile = {
  orders: Record<string, Purchase>;
  users: Record<string, Person>;
  products: Record<string, { variants: Record<string, Kind> }>;
};

/** Whole records that are not as in the file any more. */
export type Differing = { orders: Record<string, Purchase>; users: Record<string, Person> };

/** The second opinion: what a call comes to, and how the shop stands after the calls so far. */
export type Reference = {
  /** Whether the policy lets the call be made by whom the conversation is about; if so, it has been made. */
  isDone(call: { name: string; arguments: Record<string, unknown> }): boolean;
  differing(): Differing;
};

const where = ['address1', 'address2', 'city', 'state', 'country', 'zip'];
const swap = ['order_id', 'item_ids', 'new_item_ids', 'payment_method_id'];
/** The arguments of each write: these, no others. What ends in `ids` is a list of texts, all else a text. */
const writes: Record<string, string[]> = {
  cancel_pending_order: ['order_id', 'reason'],
  modify_pending_order_address: ['order_id', ...where],
  modify_pending_order_payment: ['order_id', 'payment_method_id'],
  modify_pending_order_items: swap,
  exchange_delivered_order_items: swap,
  return_delivered_order_items: ['order_id', 'item_ids', 'payment_method_id'],
  modify_user_address: ['user_id', ...where],
};
const lookups: Record<string, string[]> = {
  find_user_id_by_email: ['email'],
  find_user_id_by_name_zip: ['first_name', 'last_name', 'zip'],
};

const isOfType = (name: string, value: unknown): boolean =>
  name.endsWith('ids')
    ? Array.isArray(value) && value.length > 0 && value.every((each) => typeof each === 'string')
    : typeof value === 'string';

const must = (holds: unknown): void => {
  if (!holds) throw new Error('The policy forbids it.');
};
const mine = <T>(records: Record<string, T>, id: string): T => {
  must(Object.prototype.hasOwnProperty.call(records, id));
  return records[id] as T;
};
const howOften = (list: readonly string[], one: string): number => list.filter((each) => each === one).length;
const round = (dollars: number): number => Math.round(dollars * 100) / 100;

type Asked = Record<string, string> & { item_ids: string[]; new_item_ids: string[] };
type Books = RetailFile;

const charge = (
  books: Books,
  { order, id, amount }: { order: Purchase; id: string; amount: number },
): void => {
  const method = mine(mine(books.users, order.user_id).payment_methods, id);
  if (method.source !== 'gift_card') return;
  const left = round((method.balance ?? 0) - amount);
  must(amount <= 0 || left >= 0);
  method.balance = left;
};
const book = (
  order: Purchase,
  transaction_type: string,
  [amount, payment_method_id]: [number, string],
): void => void order.payment_history.push({ transaction_type, amount, payment_method_id });

const move = ({ address }: { address: Where }, asked: Asked): void => {
  for (const line of where) address[line] = String(asked[line]);
};

/** What the new pieces cost more than the old ones, once every rule on swaps is kept. */
const swapped = (books: Books, order: Purchase, asked: Asked): number => {
  must(asked.item_ids.length === asked.new_item_ids.length);
  let more = 0;
  for (const [index, old] of asked.item_ids.entries()) {
    must(
      howOften(asked.item_ids, old) <=
        howOften(
          order.items.map(({ item_id }) => item_id),
          old,
        ),
    );
    const next = String(asked.new_item_ids[index]);
    const piece = order.items.find(({ item_id }) => item_id === old);
    must(piece && next !== old);
    const kind = mine(mine(books.products, piece?.product_id ?? '').variants, next);
    must(kind.available);
    more += kind.price - (piece?.price ?? 0);
  }
  return round(more);
};

const effects: Record<string, (books: Books, asked: Asked) => void> = {
  cancel_pending_order: (books, asked) => {
    const order = mine(books.orders, String(asked['order_id']));
    must(order.status === 'pending');
    must(asked['reason'] === 'no longer needed' || asked['reason'] === 'ordered by mistake');
    order.status = 'cancelled';
    order['cancel_reason'] = asked['reason'];
    const held = new Map<string, number>();
    for (const { transaction_type, amount, payment_method_id: id } of order.payment_history)
      held.set(id, (held.get(id) ?? 0) + (transaction_type === 'refund' ? -amount : amount));
    for (const [id, amount] of held) {
      if (round(amount) <= 0) continue;
      charge(books, { order, id, amount: -amount });
      book(order, 'refund', [amount, id]);
    }
  },
  modify_pending_order_address: (books, asked) => {
    const order = mine(books.orders, String(asked['order_id']));
    must(order.status === 'pending');
    move(order, asked);
  },
  modify_user_address: (books, asked) => move(mine(books.users, String(asked['user_id'])), asked),
  modify_pending_order_payment: (books, asked) => {
    const order = mine(books.orders, String(asked['order_id']));
    const [paid, ...rest] = order.payment_history;
    const id = String(asked['payment_method_id']);
    must(order.status === 'pending' && paid && rest.length === 0);
    must(paid?.transaction_type === 'payment' && paid.payment_method_id !== id);
    const amount = paid?.amount ?? 0;
    const before = paid?.payment_method_id ?? '';
    charge(books, { order, id, amount });
    charge(books, { order, id: before, amount: -amount });
    book(order, 'payment', [amount, id]);
    book(order, 'refund', [amount, before]);
  },
  modify_pending_order_items: (books, asked) => {
    const order = mine(books.orders, String(asked['order_id']));
    const id = String(asked['payment_method_id']);
    must(order.status === 'pending');
    const more = swapped(books, order, asked);
    charge(books, { order, id, amount: more });
    book(order, more > 0 ? 'payment' : 'refund', [Math.abs(more), id]);
    for (const [index, old] of asked.item_ids.entries()) {
      const piece = order.items.find(({ item_id }) => item_id === old) as Piece;
      const next = String(asked.new_item_ids[index]);
      const { price, options } = mine(mine(books.products, piece.product_id).variants, next);
      Object.assign(piece, { item_id: next, price, options });
    }
    order.status = 'pending (item modified)';
  },
  exchange_delivered_order_items: (books, asked) => {
    const order = mine(books.orders, String(asked['order_id']));
    must(order.status === 'delivered');
    const more = swapped(books, order, asked);
    const method = mine(mine(books.users, order.user_id).payment_methods, String(asked['payment_method_id']));
    must(method.source !== 'gift_card' || (method.balance ?? 0) >= more);
    Object.assign(order, {
      status: 'exchange requested',
      exchange_items: [...asked.item_ids].sort(),
      exchange_new_items: [...asked.new_item_ids].sort(),
      exchange_payment_method_id: asked['payment_method_id'],
      exchange_price_difference: more,
    });
  },
  return_delivered_order_items: (books, asked) => {
    const order = mine(books.orders, String(asked['order_id']));
    const id = String(asked['payment_method_id']);
    must(order.status === 'delivered');
    const method = mine(mine(books.users, order.user_id).payment_methods, id);
    must(method.source === 'gift_card' || order.payment_history[0]?.payment_method_id === id);
    const have = order.items.map(({ item_id }) => item_id);
    for (const one of asked.item_ids) must(howOften(asked.item_ids, one) <= howOften(have, one));
    Object.assign(order, {
      status: 'return requested',
      return_items: [...asked.item_ids].sort(),
      return_payment_method_id: id,
    });
  },
};

const fits = (names: string[] | undefined, given: object): names is string[] =>
  names !== undefined &&
  Object.keys(given).length === names.length &&
  names.every((name) => isOfType(name, Object.getOwnPropertyDescriptor(given, name)?.value));

/** The customer a look-up finds: capitals do not matter, except in a zip code, which has none. */
export const foundBy = ({ users }: RetailFile, name: string, given: object): string | undefined => {
  if (!fits(lookups[name], given)) return undefined;
  const { email, first_name, last_name, zip } = given as Record<string, string>;
  const isSame = (one: string, other: string | undefined) => one.toLowerCase() === other?.toLowerCase();
  return Object.keys(users).find((id) => {
    const user = users[id] as Person;
    if (name === 'find_user_id_by_email') return isSame(user.email, email);
    const isName = isSame(user.name.first_name, first_name) && isSame(user.name.last_name, last_name);
    return isName && user.address['zip'] === zip;
  });
};

/** Opens the file's shop for one conversation: about `customer`, or, when that is `null`, about whom the calls find first. */
export const openReference = (file: RetailFile, customer: string | null): Reference => {
  const touched = { orders: new Set<string>(), users: new Set<string>() };
  let books = file;
  let about = customer ?? undefined;

  const make = (name: string, given: Asked): void => {
    must(fits(Object.hasOwn(writes, name) ? writes[name] : undefined, given));
    const order = given['order_id'] === undefined ? undefined : mine(books.orders, given['order_id']);
    const owner = order?.user_id ?? String(given['user_id']);
    mine(books.users, owner);
    must(owner === about);
    // Only what the call can touch is copied: a rule that breaks half-way leaves the books as they were.
    const next: Books = { ...books, orders: { ...books.orders }, users: { ...books.users } };
    next.users[owner] = structuredClone(mine(books.users, owner));
    if (order) next.orders[String(given['order_id'])] = structuredClone(order);
    effects[name]?.(next, given);
    books = next;
    touched.users.add(owner);
    if (order) touched.orders.add(String(given['order_id']));
  };
  const others = <T>(kind: 'orders' | 'users', now: Record<string, T>): Record<string, T> =>
    Object.fromEntries(
      [...touched[kind]].flatMap((id) =>
        JSON.stringify(now[id]) === JSON.stringify(file[kind][id]) ? [] : [[id, now[id] as T]],
      ),
    );
  return {
    isDone: ({ name, arguments: given }) => {
      about ??= foundBy(books, name, given);
      try {
        make(name, given as Asked);
        return true;
      } catch {
        return false;
      }
    },
    differing: () => ({ orders: others('orders', books.orders), users: others('users', books.users) }),
  };
};
