import type { DatabaseSync } from 'node:sqlite';
import type { SoldCharge, SoldLine } from './orders.ts';

/** A price that was promised, and the order that was made of it. Cents. */
export type StoredQuote = {
  id: string;
  lines: SoldLine[];
  charges: SoldCharge[];
  voucher: string | null;
  validUntil: number;
  order: string | null;
};
/** A payment that was asked for. Its id is in the customer’s link and in nobody else’s hands. Cents. */
export type StoredPayment = {
  id: string;
  order: string;
  amount: number;
  status: 'open' | 'paid' | 'cancelled';
  dueAt: number;
};
/** A parcel that is to come back, with its label. */
export type ParcelBack = {
  id: string;
  order: string;
  kind: 'return' | 'exchange';
  reason: string;
  carrier: string;
  tracking: string;
  sendBy: number;
  pieces: { sku: string; quantity: number; wanted: string | null }[];
};
/** A voucher; `spentOn` is the order it was spent on. Cents. */
export type StoredVoucher = {
  code: string;
  order: string;
  amount: number;
  validUntil: number;
  spentOn: string | null;
};

/** Everything beside the orders: quotes, payments, parcels back, vouchers, records. */
export type Papers = {
  quote: (id: string) => StoredQuote | null;
  addQuote: (quote: StoredQuote) => void;
  useQuote: (id: string, order: string) => void;
  payment: (id: string) => StoredPayment | null;
  addPayment: (payment: StoredPayment) => void;
  setPayment: (id: string, status: StoredPayment['status']) => void;
  /** Withdraws the links of an order that are still open. */
  withdrawPayments: (order: string) => void;
  parcelBack: (id: string) => ParcelBack | null;
  addParcelBack: (parcel: ParcelBack) => void;
  /** How many pieces of each article of an order are on their way back. */
  piecesBack: (order: string) => Map<string, number>;
  voucher: (code: string) => StoredVoucher | null;
  addVoucher: (voucher: StoredVoucher) => void;
  spendVoucher: (code: string, order: string) => void;
  addRecord: (record: { id: string; what: string; content: unknown; at: number }) => void;
};

type Row = Record<string, unknown>;

const quotesIn = (database: DatabaseSync): Pick<Papers, 'quote' | 'addQuote' | 'useQuote'> => {
  const select = database.prepare(
    'SELECT id, lines, charges, voucher, valid_until AS validUntil, order_number AS "order" FROM quotes WHERE id = ?',
  );
  const insert = database.prepare(
    `INSERT INTO quotes (id, lines, charges, voucher, valid_until, order_number)
     VALUES (:id, :lines, :charges, :voucher, :validUntil, :order)`,
  );
  const use = database.prepare('UPDATE quotes SET order_number = :order WHERE id = :id');
  return {
    quote: (id) => {
      const row = select.get(id) as Row | undefined;
      if (row === undefined) return null;
      const { lines, charges } = row;
      return {
        ...row,
        lines: JSON.parse(String(lines)),
        charges: JSON.parse(String(charges)),
      } as StoredQuote;
    },
    addQuote: ({ lines, charges, ...quote }) => {
      insert.run({ ...quote, lines: JSON.stringify(lines), charges: JSON.stringify(charges) });
    },
    useQuote: (id, order) => void use.run({ id, order }),
  };
};

const paymentsIn = (
  database: DatabaseSync,
): Pick<Papers, 'payment' | 'addPayment' | 'setPayment' | 'withdrawPayments'> => {
  const select = database.prepare(
    'SELECT id, order_number AS "order", amount, status, due_at AS dueAt FROM payments WHERE id = ?',
  );
  const insert = database.prepare(
    'INSERT INTO payments (id, order_number, amount, status, due_at) VALUES (:id, :order, :amount, :status, :dueAt)',
  );
  const set = database.prepare('UPDATE payments SET status = :status WHERE id = :id');
  const withdraw = database.prepare(
    `UPDATE payments SET status = 'cancelled' WHERE order_number = ? AND status = 'open'`,
  );
  return {
    payment: (id) => (select.get(id) as StoredPayment | undefined) ?? null,
    addPayment: (payment) => void insert.run(payment),
    setPayment: (id, status) => void set.run({ id, status }),
    withdrawPayments: (order) => void withdraw.run(order),
  };
};

const parcelsIn = (database: DatabaseSync): Pick<Papers, 'parcelBack' | 'addParcelBack' | 'piecesBack'> => {
  const select = database.prepare(
    `SELECT id, order_number AS "order", kind, reason, carrier, tracking, send_by AS sendBy
     FROM parcels_back WHERE id = ?`,
  );
  const selectPieces = database.prepare('SELECT sku, quantity, wanted FROM pieces_back WHERE parcel = ?');
  const insert = database.prepare(
    `INSERT INTO parcels_back (id, order_number, kind, reason, carrier, tracking, send_by)
     VALUES (:id, :order, :kind, :reason, :carrier, :tracking, :sendBy)`,
  );
  const insertPiece = database.prepare(
    `INSERT INTO pieces_back (parcel, order_number, sku, quantity, wanted)
     VALUES (:parcel, :order, :sku, :quantity, :wanted)`,
  );
  const count = database.prepare(
    'SELECT sku, sum(quantity) AS quantity FROM pieces_back WHERE order_number = ? GROUP BY sku',
  );
  return {
    parcelBack: (id) => {
      const row = select.get(id);
      return row === undefined ? null : ({ ...row, pieces: selectPieces.all(id) } as ParcelBack);
    },
    addParcelBack: ({ pieces, ...parcel }) => {
      insert.run(parcel);
      for (const piece of pieces) insertPiece.run({ ...piece, parcel: parcel.id, order: parcel.order });
    },
    piecesBack: (order) =>
      new Map(count.all(order).map(({ sku, quantity }) => [String(sku), Number(quantity)])),
  };
};

const vouchersIn = (database: DatabaseSync): Pick<Papers, 'voucher' | 'addVoucher' | 'spendVoucher'> => {
  const select = database.prepare(
    `SELECT code, order_number AS "order", amount, valid_until AS validUntil, spent_on AS spentOn
     FROM vouchers WHERE code = ?`,
  );
  const insert = database.prepare(
    `INSERT INTO vouchers (code, order_number, amount, valid_until, spent_on)
     VALUES (:code, :order, :amount, :validUntil, :spentOn)`,
  );
  const spend = database.prepare('UPDATE vouchers SET spent_on = :order WHERE code = :code');
  return {
    voucher: (code) => (select.get(code) as StoredVoucher | undefined) ?? null,
    addVoucher: (voucher) => void insert.run(voucher),
    spendVoucher: (code, order) => void spend.run({ code, order }),
  };
};

/** The papers in a database. None opens a transaction: whoever acts does. */
export const createPapers = (database: DatabaseSync): Papers => {
  const insertRecord = database.prepare(
    'INSERT INTO records (id, what, content, at) VALUES (:id, :what, :content, :at)',
  );
  return {
    ...quotesIn(database),
    ...paymentsIn(database),
    ...parcelsIn(database),
    ...vouchersIn(database),
    addRecord: ({ content, ...record }) =>
      void insertRecord.run({ ...record, content: JSON.stringify(content) }),
  };
};
