import type { DatabaseSync } from 'node:sqlite';

/** One movement of money; `key` is whose doing it was, and stands here once. Cents. */
export type Movement = { key: string; order: string; kind: 'payment' | 'refund'; amount: number; at: number };

/** The money that came in and went back. */
export type Ledger = {
  /** Writes a movement down. A key that is there already is an error: money moves once. */
  write: (movement: Movement) => void;
  of: (order: string) => Movement[];
  /** What was refunded for each article of an order, in cents. */
  refundedLines: (order: string) => Map<string, number>;
  refundLine: (line: { order: string; sku: string; amount: number }) => void;
};

/** The ledger in a database. */
export const createLedger = (database: DatabaseSync): Ledger => {
  const insert = database.prepare(
    'INSERT INTO ledger (key, order_number, kind, amount, at) VALUES (:key, :order, :kind, :amount, :at)',
  );
  const select = database.prepare(
    'SELECT key, order_number AS "order", kind, amount, at FROM ledger WHERE order_number = ? ORDER BY id',
  );
  const insertLine = database.prepare(
    'INSERT INTO line_refunds (order_number, sku, amount) VALUES (:order, :sku, :amount)',
  );
  const selectLines = database.prepare(
    'SELECT sku, sum(amount) AS amount FROM line_refunds WHERE order_number = ? GROUP BY sku',
  );
  return {
    write: (movement) => void insert.run(movement),
    of: (order) => select.all(order) as Movement[],
    refundedLines: (order) =>
      new Map(selectLines.all(order).map(({ sku, amount }) => [String(sku), Number(amount)])),
    refundLine: (line) => void insertLine.run(line),
  };
};
