import type { DatabaseSync } from 'node:sqlite';
import { createCustomers, type Customers } from './customers.ts';
import { openDatabase } from './database.ts';
import { createKeys, type Keys } from './keys.ts';
import { createLedger, type Ledger } from './ledger.ts';
import { createOrders, type Orders } from './orders.ts';
import { createPapers, type Papers } from './papers.ts';
import { createProducts, type Products } from './products.ts';
import { seed } from './seed.ts';

/** Everything the shop has written down. */
export type Books = {
  products: Products;
  orders: Orders;
  customers: Customers;
  ledger: Ledger;
  papers: Papers;
  keys: Keys;
  close: () => void;
};

/** Opens the books in a file (`:memory:` for none); empty ones are filled with the range and orders up to `now`. */
export const openBooks = (file: string, now: number = Date.now()): Books => {
  const database: DatabaseSync = openDatabase(file);
  seed(database, { now, seed: 3 });
  return {
    products: createProducts(database),
    orders: createOrders(database),
    customers: createCustomers(database),
    ledger: createLedger(database),
    papers: createPapers(database),
    keys: createKeys(database),
    close: () => database.close(),
  };
};
