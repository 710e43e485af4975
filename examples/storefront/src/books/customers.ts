import type { DatabaseSync } from 'node:sqlite';
import type { Recipient } from './orders.ts';

/** A customer with an account; `sub` is their number. */
export type Customer = Recipient & { sub: string };

/** The customers with an account. */
export type Customers = {
  get: (sub: string) => Customer | null;
  /** Everybody whom the demo lets one sign in as, with how many orders they have. */
  all: () => (Customer & { orders: number })[];
};

const columns = 'sub, name, email, street, postal_code AS postalCode, city, country';

/** The customers in a database. */
export const createCustomers = (database: DatabaseSync): Customers => {
  const selectOne = database.prepare(`SELECT ${columns} FROM customers WHERE sub = ?`);
  const selectAll = database.prepare(
    `SELECT ${columns}, (SELECT count(*) FROM orders WHERE customer = sub) AS orders FROM customers ORDER BY sub`,
  );
  return {
    get: (sub) => (selectOne.get(sub) as Customer | undefined) ?? null,
    all: () => selectAll.all() as (Customer & { orders: number })[],
  };
};
