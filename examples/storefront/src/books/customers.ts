import type { DatabaseSync } from 'node:sqlite';
import type { Recipient } from './orders.ts';

/** A customer with an account; `sub` is their number. */
export type Customer = Recipient & { sub: string; phone?: string | null };

/** The customers with an account. */
export type Customers = {
  get: (sub: string) => Customer | null;
  /** Replaces what is given. */
  change: (sub: string, given: Partial<Omit<Customer, 'sub'>>) => void;
  /** The account that has a mail address. */
  withEmail: (email: string) => string | null;
  /** Everybody whom the demo lets one sign in as, with how many orders they have. */
  all: () => (Customer & { orders: number })[];
};

const columns = 'sub, name, email, street, postal_code AS postalCode, city, country, phone';

/** The customers in a database. */
export const createCustomers = (database: DatabaseSync): Customers => {
  const selectOne = database.prepare(`SELECT ${columns} FROM customers WHERE sub = ?`);
  const selectAll = database.prepare(
    `SELECT ${columns}, (SELECT count(*) FROM orders WHERE customer = sub) AS orders FROM customers ORDER BY sub`,
  );
  const update = database.prepare(
    `UPDATE customers SET name = :name, email = :email, street = :street, postal_code = :postalCode, city = :city,
       country = :country, phone = :phone WHERE sub = :sub`,
  );
  const selectEmail = database.prepare('SELECT sub FROM customers WHERE email = ? COLLATE NOCASE');
  const get = (sub: string) => (selectOne.get(sub) as Customer | undefined) ?? null;
  return {
    change: (sub, given) => {
      update.run({ phone: null, ...get(sub), ...given, sub });
    },
    withEmail: (email) => (selectEmail.get(email)?.['sub'] as string | undefined) ?? null,
    get,
    all: () => selectAll.all() as (Customer & { orders: number })[],
  };
};
