import type { DatabaseSync } from 'node:sqlite';
import type { OrderStatus } from '@shopbell/commerce';
import { inTransaction } from './database.ts';

/** Where an order goes, and to whom. */
export type Recipient = {
  name: string;
  email: string;
  street: string;
  postalCode: string;
  city: string;
  country: string;
};

/** One line of an order, as it was sold. */
export type SoldLine = {
  product: string;
  sku: string;
  title: string;
  variant: string;
  picture: string;
  quantity: number;
  price: number;
};

/** A named amount below the lines, in cents; a discount is negative. */
export type SoldCharge = { label: string; amount: number };

/** An order as the book has it. All amounts are cents of euro. */
export type StoredOrder = Recipient & {
  number: string;
  placedAt: number;
  status: OrderStatus;
  /** The customer number; `null`: ordered as a guest. */
  customer: string | null;
  lines: SoldLine[];
  charges: SoldCharge[];
  total: number;
  tracking: { carrier: string; number: string } | null;
  /** How it is paid. */
  method: string;
  /** What was paid so far, and what of it went back. */
  paid: number;
  refunded: number;
};

/** An order before it has its number. `checkout` makes it once: the same again is the same order. */
export type NewOrder = Omit<StoredOrder, 'number' | 'total' | 'method' | 'paid' | 'refunded'> & {
  checkout: string | null;
};

/** What became of an order: stored, or what there was not enough of. */
export type Placed = { ok: true; number: string } | { ok: false; short: { sku: string; left: number }[] };

/** The order book. */
export type Orders = {
  get: (number: string) => StoredOrder | null;
  /** Newest first: those of the account, and what a guest ordered under the address. */
  of: (customer: { sub: string; email?: string | undefined }) => StoredOrder[];
  /** Stores an order and takes its pieces from stock, in one transaction. */
  place: (order: NewOrder) => Placed;
  /** Stores an order whose pieces are taken from stock elsewhere, or left it long ago. No transaction of its own. */
  record: (order: NewOrder) => string;
  /** Replaces what is given, the lines and charges as a whole; the total follows. No transaction of its own. */
  change: (number: string, given: OrderChange) => void;
  /** Takes pieces from stock (negative: puts them back); refuses with what is left when there are not enough. */
  take: (sku: string, quantity: number) => { ok: true } | { ok: false; left: number };
};

/** What of an order can be changed. */
export type OrderChange = Partial<
  Omit<Recipient, 'email'> & Pick<StoredOrder, 'status' | 'method' | 'lines' | 'charges'>
>;

const columns = `id, number, placed_at AS placedAt, status, customer, email, name, street, postal_code AS postalCode,
  city, country, total, carrier, tracking, method,
  (SELECT coalesce(sum(amount), 0) FROM ledger WHERE order_number = number AND kind = 'payment') AS paid,
  (SELECT coalesce(sum(amount), 0) FROM ledger WHERE order_number = number AND kind = 'refund') AS refunded`;
const firstNumber = 10_400;

/** The sum of what is shown, in cents. */
export const sumOf = ({ lines, charges }: Pick<StoredOrder, 'lines' | 'charges'>): number =>
  lines.reduce((sum, line) => sum + line.price * line.quantity, 0) +
  charges.reduce((sum, charge) => sum + charge.amount, 0);

const prepareReads = (database: DatabaseSync) => ({
  byNumber: database.prepare(`SELECT ${columns} FROM orders WHERE number = ?`),
  byCustomer: database.prepare(
    `SELECT ${columns} FROM orders WHERE customer = :sub OR (customer IS NULL AND email = :email)
     ORDER BY placed_at DESC, id DESC LIMIT 100`,
  ),
  byCheckout: database.prepare('SELECT number FROM orders WHERE checkout = ?'),
  lines: database.prepare(
    'SELECT product, sku, title, variant, picture, quantity, price FROM order_lines WHERE order_id = ? ORDER BY position',
  ),
  charges: database.prepare('SELECT label, amount FROM order_charges WHERE order_id = ? ORDER BY position'),
  lastId: database.prepare('SELECT coalesce(max(id), 0) AS id FROM orders'),
  stock: database.prepare('SELECT stock FROM variants WHERE sku = ?'),
});

const prepareWrites = (database: DatabaseSync) => ({
  order: database.prepare(
    `INSERT INTO orders (id, number, checkout, placed_at, status, customer, email, name, street, postal_code, city,
       country, total, carrier, tracking) VALUES (:id, :number, :checkout, :placedAt, :status, :customer, :email,
       :name, :street, :postalCode, :city, :country, :total, :carrier, :tracking)`,
  ),
  line: database.prepare(
    `INSERT INTO order_lines (order_id, position, product, sku, title, variant, picture, quantity, price)
     VALUES (:id, :position, :product, :sku, :title, :variant, :picture, :quantity, :price)`,
  ),
  charge: database.prepare(
    'INSERT INTO order_charges (order_id, position, label, amount) VALUES (?, ?, ?, ?)',
  ),
  take: database.prepare('UPDATE variants SET stock = stock - :quantity WHERE sku = :sku'),
  change: database.prepare(
    `UPDATE orders SET status = :status, method = :method, name = :name, street = :street,
       postal_code = :postalCode, city = :city, country = :country, total = :total WHERE number = :number`,
  ),
  dropLines: database.prepare('DELETE FROM order_lines WHERE order_id = ?'),
  dropCharges: database.prepare('DELETE FROM order_charges WHERE order_id = ?'),
});

type Reads = ReturnType<typeof prepareReads>;
type Writes = ReturnType<typeof prepareWrites>;

const wholeOrder = (reads: Reads, { id, carrier, tracking, ...row }: Record<string, unknown>): StoredOrder =>
  ({
    ...row,
    lines: reads.lines.all(Number(id)),
    charges: reads.charges.all(Number(id)),
    tracking: carrier === null || tracking === null ? null : { carrier, number: tracking },
  }) as StoredOrder;

type Parts = Pick<StoredOrder, 'lines' | 'charges'>;

const insertParts = (writes: Writes, id: number, { lines, charges }: Parts): void => {
  for (const [position, line] of lines.entries()) writes.line.run({ ...line, id, position });
  for (const [position, { label, amount }] of charges.entries())
    writes.charge.run(id, position, label, amount);
};

const changeOrder = (writes: Writes, before: StoredOrder & { id: number }, given: OrderChange): void => {
  const { id, ...order } = before;
  const after = { ...order, ...given };
  const { number, status, method, name, street, postalCode, city, country } = after;
  const recipient = { name, street, postalCode, city, country };
  writes.change.run({ number, status, method, ...recipient, total: sumOf(after) });
  if (given.lines === undefined && given.charges === undefined) return;
  writes.dropLines.run(id);
  writes.dropCharges.run(id);
  insertParts(writes, id, after);
};

/** The orders in a database. */
export const createOrders = (database: DatabaseSync): Orders => {
  const reads = prepareReads(database);
  const writes = prepareWrites(database);

  const insert = ({ lines, charges, tracking, ...order }: NewOrder): string => {
    const id = Number(reads.lastId.get()?.['id'] ?? 0) + 1;
    const number = `AS-${firstNumber + id}`;
    const total = sumOf({ lines, charges });
    const shipped = { carrier: tracking?.carrier ?? null, tracking: tracking?.number ?? null };
    writes.order.run({ ...order, ...shipped, id, number, total });
    insertParts(writes, id, { lines, charges });
    return number;
  };

  const leftOf = (sku: string): number => Number(reads.stock.get(sku)?.['stock'] ?? 0);
  const shortOf = (lines: readonly SoldLine[]): { sku: string; left: number }[] =>
    lines
      .filter(({ sku, quantity }) => leftOf(sku) < quantity)
      .map(({ sku }) => ({ sku, left: leftOf(sku) }));

  return {
    get: (number) => {
      const row = reads.byNumber.get(number);
      return row === undefined ? null : wholeOrder(reads, row);
    },
    change: (number, given) => {
      const row = reads.byNumber.get(number);
      if (row === undefined) return;
      changeOrder(writes, { ...wholeOrder(reads, row), id: Number(row['id']) }, given);
    },
    take: (sku, quantity) => {
      const left = leftOf(sku);
      if (left < quantity) return { ok: false, left };
      writes.take.run({ sku, quantity });
      return { ok: true };
    },
    of: ({ sub, email }) =>
      reads.byCustomer.all({ sub, email: email ?? null }).map((row) => wholeOrder(reads, row)),
    place: (order) =>
      inTransaction(database, () => {
        const known = order.checkout === null ? undefined : reads.byCheckout.get(order.checkout);
        if (known !== undefined) return { ok: true, number: String(known['number']) };
        const short = shortOf(order.lines);
        if (short.length > 0) return { ok: false, short };
        for (const { sku, quantity } of order.lines) writes.take.run({ sku, quantity });
        return { ok: true, number: insert(order) };
      }),
    record: insert,
  };
};
