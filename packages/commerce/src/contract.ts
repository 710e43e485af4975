import assert from 'node:assert/strict';
import { isSameMail } from './disclosure.ts';
import { Order } from './order.ts';
import { Product } from './product.ts';
import type { Shop } from './shop.ts';
import { readBackCases, writeCases, type WriteSample, type WriteSamples } from './write-contract.ts';
import type { QuoteRequest } from './writes.ts';

export type { WriteSample, WriteSamples };

/** A shop to be tried, and what is known to be in it. */
export type Tried = {
  shop: Shop;
  known: {
    /** A customer with at least two orders, one of them `order`. `email` is the account’s. */
    sub: string;
    email: string;
    order: string;
    /** An order made without an account, and the address it was made under. */
    guest: { order: string; email: string };
    /** A product, and words that find it. */
    product: string;
    words: string;
    /** Articles that can be quoted. */
    quote?: QuoteRequest;
    /** What the writing methods are tried with; each sample is done once. */
    writes?: WriteSamples;
  };
};

/** One promise of the contract: give it to any test runner. */
export type ContractCase = { title: string; run: () => Promise<void> };

const hostile: readonly string[] = [
  '',
  ' ',
  "' OR '1'='1",
  '%',
  '*',
  '../products',
  '__proto__',
  'constructor',
  'x'.repeat(500),
  '☃',
];

type Case = (tried: Tried) => Promise<void>;

const orderCases = (order: NonNullable<Shop['order']>): Record<string, Case> => ({
  'finds an order by its number, whole and adding up': async ({ known }) => {
    const found = Order.parse(await order(known.order));
    assert.equal(found.number, known.order);
    assert.equal(found.customer.sub, known.sub);
    for (const line of found.lines) assert.equal(line.total.amount, line.price.amount * line.quantity);
  },
  'says that a guest’s order belongs to no account': async ({ known }) => {
    const found = Order.parse(await order(known.guest.order));
    assert.equal(found.customer.sub, null);
    assert.equal(found.customer.email.toLowerCase(), known.guest.email.toLowerCase());
  },
  'answers null for an order there is not, whatever the number looks like': async () => {
    for (const number of ['NO-SUCH-ORDER', ...hostile]) assert.equal(await order(number), null, number);
  },
});

const ordersOfCases = (ordersOf: NonNullable<Shop['ordersOf']>): Record<string, Case> => ({
  'lists the orders of an account, newest first': async ({ known }) => {
    const orders = (await ordersOf({ sub: known.sub })).map((each) => Order.parse(each));
    assert.ok(orders.length >= 2, 'at least two orders');
    assert.ok(orders.some(({ number }) => number === known.order));
    assert.ok(orders.every(({ customer }) => customer.sub === known.sub));
    const times = orders.map(({ placedAt }) => placedAt);
    assert.deepEqual(
      times,
      times.toSorted((a, b) => b - a),
    );
  },
  'adds what was ordered as a guest under a verified address': async ({ known }) => {
    for (const sub of ['nobody-with-this-number', '']) {
      const orders = await ordersOf({ sub, email: known.guest.email });
      assert.ok(orders.some(({ number }) => number === known.guest.order));
      assert.ok(orders.every(({ customer }) => customer.sub === null));
      assert.ok(orders.every(({ customer }) => isSameMail(customer.email, known.guest.email)));
    }
  },
  'gives an account’s orders to nobody else who has its address': async ({ known }) => {
    const orders = await ordersOf({ sub: 'nobody-with-this-number', email: known.email });
    assert.ok(orders.every(({ customer }) => customer.sub === null));
  },
  'has no orders for those it does not know': async () => {
    for (const sub of ['nobody-with-this-number', ...hostile]) {
      assert.deepEqual(await ordersOf({ sub }), [], sub);
    }
  },
});

const searchCases = (search: NonNullable<Shop['searchProducts']>): Record<string, Case> => ({
  'finds a product by words': async ({ known }) => {
    const found = (await search({ text: known.words, limit: 10 })).map((each) => Product.parse(each));
    assert.ok(found.some(({ id }) => id === known.product));
  },
  'finds no more products than it was asked for': async ({ known }) => {
    assert.equal((await search({ text: known.words, limit: 1 })).length, 1);
  },
  'finds nothing for no words, and nothing for nonsense': async () => {
    for (const text of ['', ' ', 'zqxjkvbw', '%', '_', '*']) {
      assert.deepEqual(await search({ text, limit: 10 }), [], text);
    }
  },
});

const productCases = (product: NonNullable<Shop['product']>): Record<string, Case> => ({
  'has a product under its id': async ({ known }) => {
    const found = Product.parse(await product(known.product));
    assert.equal(found.id, known.product);
    const prices = found.variants.map(({ price }) => price.amount);
    if (prices.length > 0) assert.equal(found.price.amount, Math.min(...prices));
  },
  'answers null for a product there is not': async () => {
    for (const id of ['no-such-product', ...hostile]) assert.equal(await product(id), null, id);
  },
});

const casesOf = ({ order, ordersOf, searchProducts, product }: Shop): Record<string, Case> => ({
  ...(order === undefined ? {} : orderCases(order)),
  ...(ordersOf === undefined ? {} : ordersOfCases(ordersOf)),
  ...(searchProducts === undefined ? {} : searchCases(searchProducts)),
  ...(product === undefined ? {} : productCases(product)),
});

/** What any {@link Shop} holds to, for the methods it has. Each case throws where it does not. */
export const shopContract = (tried: Tried): readonly ContractCase[] => {
  const { shop, known } = tried;
  const asked = Object.entries(casesOf(shop)).map(([title, run]) => ({ title, run: () => run(tried) }));
  const told = { ...readBackCases(shop, known), ...writeCases(shop, known.writes ?? {}) };
  return [...asked, ...Object.entries(told).map(([title, run]) => ({ title, run }))];
};
