import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Books } from './books.ts';
import { convertMoney, toCents, toDollars } from './money.ts';
import { isRefusal } from './plan.ts';
import type { Order, Payment } from './records.ts';
import { openShop, type Shop, type Write } from './shop.ts';
import { smallShop } from './small-shop.ts';

const orderId = fc.constantFrom('#open', '#gift', '#there', '#sent', '#bob', '#none');
const itemIds = fc.array(fc.constantFrom('cup-0', 'cup-1', 'cup-2', 'cup-3', 'kettle-0', 'kettle-1'), {
  minLength: 1,
  maxLength: 3,
});
const method = fc.constantFrom('ann-card', 'ann-paypal', 'ann-five', 'ann-hundred', 'bob-paypal');
const address = fc.record({
  address1: fc.constantFrom('1 Quay Street', '2 Elm'),
  address2: fc.constant(''),
  city: fc.constant('Galway'),
  state: fc.constant('CT'),
  country: fc.constant('Ireland'),
  zip: fc.constant('H91'),
});
const swap = fc.record({
  order_id: orderId,
  item_ids: itemIds,
  new_item_ids: itemIds,
  payment_method_id: method,
});
const of = <I>(tool: Write['tool'], input: fc.Arbitrary<I>): fc.Arbitrary<Write> =>
  input.map((each) => ({ tool, input: each }));

const write: fc.Arbitrary<Write> = fc.oneof(
  of(
    'cancel_pending_order',
    fc.record({
      order_id: orderId,
      reason: fc.constantFrom('no longer needed', 'ordered by mistake', 'rain'),
    }),
  ),
  of(
    'modify_pending_order_address',
    fc.tuple(orderId, address).map(([order_id, to]) => ({ order_id, ...to })),
  ),
  of('modify_pending_order_payment', fc.record({ order_id: orderId, payment_method_id: method })),
  of('modify_pending_order_items', swap),
  of('exchange_delivered_order_items', swap),
  of(
    'return_delivered_order_items',
    fc.record({ order_id: orderId, item_ids: itemIds, payment_method_id: method }),
  ),
  of(
    'modify_user_address',
    address.map((to) => ({ user_id: 'ann', ...to })),
  ),
);
const day = fc.array(write, { minLength: 1, maxLength: 12 });

const orders = (books: Books): Order[] =>
  Object.keys(smallShop.orders).flatMap((id) => books.order(id) ?? []);
const sum = (numbers: number[]): number => numbers.reduce((so, each) => so + each, 0);
const net = (payments: readonly Payment[]): number =>
  sum(payments.map(({ transaction_type, amount }) => (transaction_type === 'payment' ? amount : -amount)));

/** What each gift card has, and what its orders hold of it: together, this never changes. */
const giftMoney = (books: Books): Record<string, number> => {
  const paid = orders(books).flatMap(({ payment_history }) => payment_history);
  const cards = [...books.customers()].flatMap(({ payment_methods }) => Object.values(payment_methods));
  return Object.fromEntries(
    cards.flatMap((card) =>
      card.source === 'gift_card'
        ? [[card.id, card.balance + net(paid.filter((each) => each.payment_method_id === card.id))]]
        : [],
    ),
  );
};

const balances = (books: Books): number[] =>
  [...books.customers()].flatMap(({ payment_methods }) =>
    Object.values(payment_methods).flatMap((each) => (each.source === 'gift_card' ? [each.balance] : [])),
  );

const afterEach = (writes: readonly Write[], check: (shop: Shop) => void): void => {
  const shop = openShop(smallShop);
  for (const [index, each] of writes.entries()) {
    shop.carryOut(`key-${index}`, each);
    check(shop);
  }
};
const runs = { numRuns: 2_000 };

test('an order holds as much money as its items cost, a cancelled one none', () => {
  const check = (shop: Shop) => {
    for (const { status, items, payment_history } of orders(shop.books)) {
      const due = status === 'cancelled' ? 0 : sum(items.map(({ price }) => price));
      expect(net(payment_history)).toBe(due);
    }
  };
  fc.assert(
    fc.property(day, (writes) => afterEach(writes, check)),
    runs,
  );
});

test('money leaves a gift card only for an order and returns only from one; no balance is ever negative', () => {
  const before = giftMoney(openShop(smallShop).books);
  const check = ({ books }: Shop) => {
    expect(giftMoney(books)).toEqual(before);
    expect(balances(books).every((each) => Number.isSafeInteger(each) && each >= 0)).toBe(true);
  };
  fc.assert(
    fc.property(day, (writes) => afterEach(writes, check)),
    runs,
  );
});

test('planning changes nothing, and what is planned is what is done', () => {
  const plays = (writes: readonly Write[]) => {
    const shop = openShop(smallShop);
    for (const [index, each] of writes.entries()) {
      const before = structuredClone(shop.changed());
      const planned = shop.plan(each);
      expect(shop.changed()).toEqual(before);
      const done = shop.carryOut(`key-${index}`, each);
      const isRefused = isRefusal(planned);
      expect(done).toMatchObject(isRefused ? planned : { after: planned.after });
      expect(isRefused ? shop.changed() : before).toEqual(before);
    }
  };
  fc.assert(fc.property(day, plays), runs);
});

test('the same key does nothing twice, however much has happened since', () => {
  fc.assert(
    fc.property(day, (writes) => {
      const shop = openShop(smallShop);
      const done = writes.map((each, index) => shop.carryOut(`key-${index}`, each));
      const before = structuredClone(shop.changed());
      for (const [index, each] of writes.entries()) {
        if (isRefusal(done[index] ?? { refuse: '' })) continue;
        expect(shop.carryOut(`key-${index}`, each)).toBe(done[index]);
      }
      expect(shop.changed()).toEqual(before);
      expect(shop.keys().every((key) => shop.holds(shop.receipt(key)!))).toBe(true);
    }),
    runs,
  );
});

test('what is asked of one order never touches another customer’s', () => {
  const check = (shop: Shop) => {
    expect(Object.keys(shop.changed().orders)).not.toContain('#bob');
    expect(shop.changed().users['bob']).toBeUndefined();
  };
  const anns = day.map((writes) =>
    writes.filter(({ input }) => (input as { order_id?: string }).order_id !== '#bob'),
  );
  fc.assert(
    fc.property(anns, (writes) => afterEach(writes, check)),
    runs,
  );
});

test('dollars become cents and come back, and half a cent is refused', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), (cents) => {
      expect(toCents(toDollars(cents))).toBe(cents);
      expect(toCents(toDollars(cents) + 4e-9)).toBe(cents);
    }),
  );
  expect(() => toCents(0.005)).toThrow('no amount in dollars and cents');
  expect(convertMoney({ price: 1.5, zip: 7, list: [{ amount: 0.04999999999999716 }] }, toCents)).toEqual({
    price: 150,
    zip: 7,
    list: [{ amount: 5 }],
  });
});
