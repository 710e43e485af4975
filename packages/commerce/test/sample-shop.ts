import type { Order, Product, Shop } from '@shopbell/commerce';

const eur = (amount: number) => ({ amount, currency: 'EUR' });

const lamp: Product = {
  id: 'lamp',
  title: 'Desk lamp',
  text: 'Turns, tilts, stays.',
  price: eur(4900),
  available: true,
  variants: [],
};

const order = (number: string, placedAt: number, customer: Order['customer']): Order => ({
  number,
  placedAt,
  status: 'shipped',
  customer,
  shipTo: { name: customer.name, street: 'Am Wall 1', postalCode: '28195', city: 'Bremen', country: 'DE' },
  lines: [{ product: 'lamp', title: 'Desk lamp', quantity: 2, price: eur(4900), total: eur(9800) }],
  charges: [{ label: 'Shipping', amount: eur(490) }],
  total: eur(10_290),
  tracking: { carrier: 'DHL', number: 'JJD1400' },
});

const ada = { sub: 'c-1', name: 'Ada Park', email: 'ada@example.com' };
const orders = [
  order('L-1003', 1_790_000_000_000, { sub: null, name: 'Ben Roth', email: 'ben@example.com' }),
  order('L-1002', 1_780_000_000_000, ada),
  order('L-1001', 1_770_000_000_000, ada),
];

/** A shop that keeps its books in memory. Put your own look-ups in their place. */
export const sampleShop: Shop = {
  order: async (number) => orders.find((each) => each.number === number) ?? null,
  ordersOf: async ({ sub, email }) =>
    orders.filter(
      ({ customer }) => customer.sub === sub || (customer.sub === null && customer.email === email),
    ),
  searchProducts: async ({ text }) => (/lamp|desk/i.test(text) ? [lamp] : []),
  product: async (id) => (id === lamp.id ? lamp : null),
};
