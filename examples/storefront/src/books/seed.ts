import type { DatabaseSync } from 'node:sqlite';
import type { OrderStatus } from '@shopbell/commerce';
import { shippingFor } from '../money.ts';
import { guests, people } from '../range/people.ts';
import type { RangeProduct, RangeVariant } from '../range/product.ts';
import { range } from '../range/range.ts';
import { inTransaction, settleThePast } from './database.ts';
import { createOrders, type NewOrder, type SoldLine } from './orders.ts';
import { createRandom, type Random } from './random.ts';

const hourMs = 60 * 60_000;

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '');

/** The path of a variant’s picture. */
export const picturePath = (product: RangeProduct, variant: RangeVariant): string =>
  `/pictures/${product.id}${variant.glaze === undefined ? '' : `.${variant.glaze}`}.svg`;
const skuOf = (product: RangeProduct, variant: RangeVariant): string =>
  `${product.id}-${slug(variant.label)}`;

const seedRange = (database: DatabaseSync): void => {
  const insertProduct = database.prepare(
    'INSERT INTO products (id, position, title, shelf, line, text, facts) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const insertVariant = database.prepare(
    'INSERT INTO variants (sku, product, position, label, price, stock, picture) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  for (const [position, product] of range.entries()) {
    const { id, title, shelf, line, text, facts } = product;
    insertProduct.run(id, position, title, shelf, line, text, JSON.stringify(facts));
    for (const [place, variant] of product.variants.entries()) {
      const { label, price, stock } = variant;
      insertVariant.run(
        skuOf(product, variant),
        id,
        place,
        label,
        price,
        stock,
        picturePath(product, variant),
      );
    }
  }
};

const seedCustomers = (database: DatabaseSync): void => {
  const insert = database.prepare(
    `INSERT INTO customers (sub, name, email, street, postal_code, city, country)
     VALUES (:sub, :name, :email, :street, :postalCode, :city, :country)`,
  );
  for (const person of people) insert.run({ ...person });
};

/** Where an order of an age stands: it takes a day to pack and two to four to arrive; some go another way. */
const statusAt = (ageHours: number, random: Random): OrderStatus => {
  if (random.chance(0.07)) return 'cancelled';
  if (ageHours < 6) return 'pending';
  if (ageHours < 20) return 'paid';
  if (ageHours < 30) return 'packed';
  if (ageHours < 96) return 'shipped';
  if (ageHours > 240 && random.chance(0.08)) return 'returned';
  if (ageHours > 240 && random.chance(0.08)) return 'refunded';
  return 'delivered';
};

const hasParcel: readonly OrderStatus[] = ['shipped', 'delivered', 'returned', 'refunded'];

const linesOf = (random: Random): SoldLine[] => {
  const [first, ...others] = range;
  if (first === undefined) return [];
  const chosen = new Map<string, SoldLine>();
  const count = random.pick([1, 1, 2, 2, 2, 3, 3, 4]);
  while (chosen.size < count) {
    const product = random.pick([first, ...others]);
    const variant = product.variants[random.between(0, product.variants.length - 1)];
    if (variant === undefined) continue;
    chosen.set(product.id, {
      product: product.id,
      sku: skuOf(product, variant),
      title: product.title,
      variant: variant.label,
      picture: picturePath(product, variant),
      quantity: product.shelf === 'tea' || product.shelf === 'cups' ? random.pick([1, 1, 1, 2, 2, 4]) : 1,
      price: variant.price,
    });
  }
  return [...chosen.values()];
};

const parcel = (random: Random) => {
  const carrier = random.pick(['DHL', 'DHL', 'GLS', 'PostNL']);
  return { carrier, number: `${carrier === 'DHL' ? 'JJD' : '4'}${random.between(10 ** 9, 10 ** 10 - 1)}` };
};

type Moment = { index: number; now: number; ageHours: number };

const pastOrder = (random: Random, { index, now, ageHours }: Moment): NewOrder => {
  // In turn, so that everybody has orders old and new; every fifth is a guest’s.
  const isGuest = index % 5 === 4;
  const customer = people[index % people.length];
  const guest = guests[Math.floor(index / 5) % guests.length];
  const recipient = isGuest ? guest : customer;
  if (recipient === undefined) throw new Error('There is nobody to order.');
  const { name, email, street, postalCode, city, country } = recipient;
  const lines = linesOf(random);
  const goods = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  const discount = random.chance(0.12)
    ? [{ label: 'Voucher HARVEST10', amount: -Math.round(goods / 10) }]
    : [];
  const status = statusAt(ageHours, random);
  return {
    checkout: null,
    placedAt: Math.round(now - ageHours * hourMs),
    status,
    customer: isGuest ? null : (customer?.sub ?? null),
    name,
    email,
    street,
    postalCode,
    city,
    country,
    lines,
    charges: [...discount, ...shippingFor(goods)],
    tracking: hasParcel.includes(status) ? parcel(random) : null,
  };
};

/** How old the seeded orders are, in hours, oldest first: dense in the last days, thin towards half a year. */
const ages = (random: Random, count: number): number[] =>
  Array.from({ length: count }, (_, index) => {
    const share = (count - 1 - index) / (count - 1);
    return Math.round(1 + share ** 2.8 * 180 * 24) + random.between(0, 119) / 60;
  }).sort((a, b) => b - a);

/** Fills empty books: the whole range, six customers, sixty orders in every state up to `now`. Leaves filled ones. */
export const seed = (database: DatabaseSync, options: { now: number; seed: number }): void => {
  const filled = database.prepare('SELECT count(*) AS count FROM products').get()?.['count'];
  if (filled !== 0) return;
  const random = createRandom(options.seed);
  const now = Math.floor(options.now / hourMs) * hourMs;
  inTransaction(database, () => {
    seedRange(database);
    seedCustomers(database);
    const orders = createOrders(database);
    for (const [index, ageHours] of ages(random, 60).entries()) {
      orders.record(pastOrder(random, { index, now, ageHours }));
    }
    database.exec(settleThePast);
  });
};
