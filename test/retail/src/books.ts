import { readFileSync } from 'node:fs';
import { convertMoney, toCents } from './money.ts';
import { Database, type Customer, type Order, type Product } from './records.ts';

/** Records as they stand, money in cents. Nobody changes a record: a change is another record. */
export type Books = {
  readonly order: (id: string) => Order | undefined;
  readonly customer: (id: string) => Customer | undefined;
  readonly product: (id: string) => Product | undefined;
  readonly customers: () => Iterable<Customer>;
  readonly products: () => Iterable<Product>;
};

/** Whole records by their ids, as they stand after something. */
export type Changed = { orders: Record<string, Order>; users: Record<string, Customer> };

/** Reads a shop's file; money comes out in cents, all else as it is written there. Throws when it has another shape. */
export const readDatabase = (file: string): Database => {
  const written: unknown = JSON.parse(readFileSync(file, 'utf8'));
  // What is parsed has its fields in another order; records are given back as they were written.
  Database.parse(written);
  return convertMoney(written as Database, toCents);
};

const own = <T>(records: Record<string, T>, id: string): T | undefined =>
  Object.hasOwn(records, id) ? records[id] : undefined;

/** Books over a database in cents, with what has changed since laid over it. */
export const layOver = (database: Database, changed: Changed): Books => ({
  order: (id) => own(changed.orders, id) ?? own(database.orders, id),
  customer: (id) => own(changed.users, id) ?? own(database.users, id),
  product: (id) => own(database.products, id),
  customers: () => Object.entries(database.users).map(([id, customer]) => own(changed.users, id) ?? customer),
  products: () => Object.values(database.products),
});
