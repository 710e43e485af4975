import { DatabaseSync } from 'node:sqlite';

/** What the status of an order says about its money, written into the ledger; what is there already stays. */
export const settleThePast = `
   INSERT OR IGNORE INTO ledger (key, order_number, kind, amount, at)
     SELECT 'past-payment-' || number, number, 'payment', total, placed_at FROM orders
     WHERE status IN ('paid', 'packed', 'shipped', 'delivered', 'returned', 'refunded') AND total > 0;
   INSERT OR IGNORE INTO ledger (key, order_number, kind, amount, at)
     SELECT 'past-refund-' || number, number, 'refund', total, placed_at FROM orders
     WHERE status = 'refunded' AND total > 0;`;

/** One change of the schema each; a database remembers how many it has had. */
const migrations: readonly string[] = [
  `CREATE TABLE products (
     id TEXT PRIMARY KEY, position INTEGER NOT NULL, title TEXT NOT NULL, shelf TEXT NOT NULL,
     line TEXT NOT NULL, text TEXT NOT NULL, facts TEXT NOT NULL
   ) STRICT;
   CREATE TABLE variants (
     sku TEXT PRIMARY KEY, product TEXT NOT NULL REFERENCES products (id), position INTEGER NOT NULL,
     label TEXT NOT NULL, price INTEGER NOT NULL CHECK (price > 0),
     stock INTEGER NOT NULL CHECK (stock >= 0), picture TEXT NOT NULL
   ) STRICT;
   CREATE INDEX variants_of ON variants (product, position);
   CREATE TABLE customers (
     sub TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL UNIQUE,
     street TEXT NOT NULL, postal_code TEXT NOT NULL, city TEXT NOT NULL, country TEXT NOT NULL
   ) STRICT;
   CREATE TABLE orders (
     id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE, checkout TEXT UNIQUE, placed_at INTEGER NOT NULL,
     status TEXT NOT NULL, customer TEXT REFERENCES customers (sub), email TEXT NOT NULL COLLATE NOCASE,
     name TEXT NOT NULL, street TEXT NOT NULL, postal_code TEXT NOT NULL, city TEXT NOT NULL,
     country TEXT NOT NULL, total INTEGER NOT NULL, carrier TEXT, tracking TEXT
   ) STRICT;
   CREATE INDEX orders_of_customer ON orders (customer, placed_at);
   CREATE INDEX orders_of_email ON orders (email, placed_at);
   CREATE TABLE order_lines (
     order_id INTEGER NOT NULL REFERENCES orders (id), position INTEGER NOT NULL, product TEXT NOT NULL,
     sku TEXT NOT NULL, title TEXT NOT NULL, variant TEXT NOT NULL, picture TEXT NOT NULL,
     quantity INTEGER NOT NULL CHECK (quantity > 0), price INTEGER NOT NULL, PRIMARY KEY (order_id, position)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE order_charges (
     order_id INTEGER NOT NULL REFERENCES orders (id), position INTEGER NOT NULL, label TEXT NOT NULL,
     amount INTEGER NOT NULL, PRIMARY KEY (order_id, position)
   ) STRICT, WITHOUT ROWID;`,
  `ALTER TABLE orders ADD COLUMN method TEXT NOT NULL DEFAULT 'invoice';
   ALTER TABLE customers ADD COLUMN phone TEXT;
   CREATE TABLE deeds (
     key TEXT PRIMARY KEY, method TEXT NOT NULL, input TEXT NOT NULL, result TEXT NOT NULL, at INTEGER NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE ledger (
     id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, order_number TEXT NOT NULL REFERENCES orders (number),
     kind TEXT NOT NULL CHECK (kind IN ('payment', 'refund')), amount INTEGER NOT NULL CHECK (amount > 0),
     at INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX ledger_of ON ledger (order_number);
   CREATE TABLE line_refunds (
     order_number TEXT NOT NULL REFERENCES orders (number), sku TEXT NOT NULL,
     amount INTEGER NOT NULL CHECK (amount > 0)
   ) STRICT;
   CREATE INDEX line_refunds_of ON line_refunds (order_number);
   CREATE TABLE quotes (
     id TEXT PRIMARY KEY, lines TEXT NOT NULL, charges TEXT NOT NULL, voucher TEXT, valid_until INTEGER NOT NULL,
     order_number TEXT
   ) STRICT;
   CREATE TABLE payments (
     id TEXT PRIMARY KEY, order_number TEXT NOT NULL REFERENCES orders (number),
     amount INTEGER NOT NULL CHECK (amount > 0),
     status TEXT NOT NULL CHECK (status IN ('open', 'paid', 'cancelled')), due_at INTEGER NOT NULL
   ) STRICT;
   CREATE INDEX payments_of ON payments (order_number);
   CREATE TABLE parcels_back (
     id TEXT PRIMARY KEY, order_number TEXT NOT NULL REFERENCES orders (number), kind TEXT NOT NULL,
     reason TEXT NOT NULL, carrier TEXT NOT NULL, tracking TEXT NOT NULL, send_by INTEGER NOT NULL
   ) STRICT;
   CREATE TABLE pieces_back (
     parcel TEXT NOT NULL REFERENCES parcels_back (id), order_number TEXT NOT NULL, sku TEXT NOT NULL,
     quantity INTEGER NOT NULL CHECK (quantity > 0), wanted TEXT
   ) STRICT;
   CREATE INDEX pieces_back_of ON pieces_back (order_number);
   CREATE TABLE vouchers (
     code TEXT PRIMARY KEY, order_number TEXT NOT NULL REFERENCES orders (number),
     amount INTEGER NOT NULL CHECK (amount > 0), valid_until INTEGER NOT NULL, spent_on TEXT
   ) STRICT;
   CREATE TABLE records (
     id TEXT PRIMARY KEY, what TEXT NOT NULL, content TEXT NOT NULL, at INTEGER NOT NULL
   ) STRICT;
   ${settleThePast}`,
];

/** Runs `work` in one writing transaction: all of it is stored, or nothing. */
export const inTransaction = <T>(database: DatabaseSync, work: () => T): T => {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
};

/** Does `work` and takes all of it back: what it gives is what would have come of it. */
export const inPreview = <T>(database: DatabaseSync, work: () => T): T => {
  database.exec('BEGIN IMMEDIATE');
  try {
    return work();
  } finally {
    database.exec('ROLLBACK');
  }
};

const migrate = (database: DatabaseSync): void => {
  const done = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (done > migrations.length) {
    throw new Error(
      'The order book was written by a newer version of the shop. Start that version, or move the file away.',
    );
  }
  for (const [index, migration] of migrations.entries()) {
    if (index < done) continue;
    inTransaction(database, () => database.exec(`${migration}\nPRAGMA user_version = ${index + 1}`));
  }
};

/** Opens the shop’s books in a file, or in memory with `:memory:`, brought to the present schema. */
export const openDatabase = (file: string): DatabaseSync => {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON');
  migrate(database);
  return database;
};
