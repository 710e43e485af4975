import type { Customer, Database, Item, Order, PaymentMethod, Product } from './records.ts';

const address = {
  address1: '1 Quay Street',
  address2: '',
  city: 'Galway',
  state: 'CT',
  country: 'Ireland',
  zip: 'H91',
};

const product = (id: string, name: string, prices: readonly number[]): Product => ({
  name,
  product_id: id,
  variants: Object.fromEntries(
    prices.map((price, index) => [
      `${id}-${index}`,
      // The last of each product is sold out.
      {
        item_id: `${id}-${index}`,
        options: { size: String(index) },
        available: index < prices.length - 1,
        price,
      },
    ]),
  ),
});

const products = [
  product('cup', 'Cup', [1_000, 1_250, 999, 2_000]),
  product('kettle', 'Kettle', [4_000, 9_500, 1]),
];

const item = (id: string): Item => {
  const found = products.find(({ variants }) => Object.hasOwn(variants, id));
  const variant = found?.variants[id];
  if (!found || !variant) throw new Error(`There is no ${id}.`);
  const { options, price } = variant;
  return { name: found.name, product_id: found.product_id, item_id: id, price, options };
};

const order = (
  id: string,
  about: Pick<Order, 'user_id' | 'status'> & { items: string[]; by: string },
): Order => {
  const { items: ids, by, ...rest } = about;
  const items = ids.map(item);
  const amount = items.reduce((sum, { price }) => sum + price, 0);
  const payment_history = [{ transaction_type: 'payment' as const, amount, payment_method_id: by }];
  return { order_id: id, ...rest, address, items, fulfillments: [], payment_history };
};

const customer = (id: string, methods: PaymentMethod[], orders: string[]): Customer => ({
  user_id: id,
  name: { first_name: id, last_name: 'Byrne' },
  address,
  email: `${id}@example.com`,
  payment_methods: Object.fromEntries(methods.map((method) => [method.id, method])),
  orders,
});

const freeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
  return value;
};

/**
 * A shop of the same make, in cents, small enough to know by heart: Ann (card, paypal, gift cards of $5 and $100) and
 * Bob. Cups cost 10.00, 12.50, 9.99 and 20.00 (sold out), kettles 40.00, 95.00 and 0.01 (sold out). Frozen.
 */
export const smallShop: Database = freeze({
  products: Object.fromEntries(products.map((each) => [each.product_id, each])),
  users: {
    ann: customer(
      'ann',
      [
        { source: 'credit_card', id: 'ann-card', brand: 'visa', last_four: '1111' },
        { source: 'paypal', id: 'ann-paypal' },
        { source: 'gift_card', id: 'ann-five', balance: 500 },
        { source: 'gift_card', id: 'ann-hundred', balance: 10_000 },
      ],
      ['#open', '#gift', '#there', '#sent'],
    ),
    bob: customer('bob', [{ source: 'paypal', id: 'bob-paypal' }], ['#bob']),
  },
  orders: {
    '#open': order('#open', {
      user_id: 'ann',
      status: 'pending',
      items: ['cup-0', 'cup-0', 'kettle-0'],
      by: 'ann-card',
    }),
    '#gift': order('#gift', { user_id: 'ann', status: 'pending', items: ['cup-1'], by: 'ann-hundred' }),
    '#there': order('#there', {
      user_id: 'ann',
      status: 'delivered',
      items: ['cup-0', 'cup-0', 'kettle-0'],
      by: 'ann-card',
    }),
    '#sent': order('#sent', { user_id: 'ann', status: 'processed', items: ['kettle-1'], by: 'ann-card' }),
    '#bob': order('#bob', { user_id: 'bob', status: 'pending', items: ['cup-0'], by: 'bob-paypal' }),
  },
});
