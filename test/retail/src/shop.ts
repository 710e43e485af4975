import { isDeepStrictEqual } from 'node:util';
import { layOver, type Books, type Changed } from './books.ts';
import { writeInputs, type WriteInput, type WriteName } from './inputs.ts';
import { planCustomerAddress } from './plan-customer.ts';
import { planExchange, planModify } from './plan-items.ts';
import { planAddress, planCancel, planPayment } from './plan-pending.ts';
import { planReturn } from './plan-return.ts';
import { isRefusal, type Plan, type Refusal } from './plan.ts';
import type { Database } from './records.ts';

const plans: { [N in WriteName]: (books: Books, input: WriteInput<N>) => Plan | Refusal } = {
  cancel_pending_order: planCancel,
  modify_pending_order_address: planAddress,
  modify_pending_order_payment: planPayment,
  modify_pending_order_items: planModify,
  exchange_delivered_order_items: planExchange,
  return_delivered_order_items: planReturn,
  modify_user_address: planCustomerAddress,
};

/** Whether a tool changes the shop. */
export const isWrite = (tool: string): tool is WriteName => Object.hasOwn(writeInputs, tool);

/** One write: which tool, on what. */
export type Write = { tool: WriteName; input: unknown };

/** What was done under a key: the write, and the records it left. */
export type Receipt = { write: Write; after: Changed };

/** A shop that is open. Writes are planned, then carried out under a key; the same key does nothing twice. */
export type Shop = {
  readonly books: Books;
  /** What a write would do, or why it is not done. Changes nothing. */
  plan(write: Write): Plan | Refusal;
  /** Plans again and does it. The same key with the same write gives the first receipt, with another one a refusal. */
  carryOut(key: string, write: Write): Receipt | Refusal;
  /** What was done under a key, read back; `null` when nothing was. */
  receipt(key: string): Receipt | null;
  /** Every key something was done under. */
  keys(): string[];
  /** Whether the records are as the last writes left them. */
  holds(receipt: Receipt): boolean;
  /** The records that are not as in the database any more. */
  changed(): Changed;
};

const onlyOther = <T>(now: Record<string, T>, before: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(now).filter(([id, record]) => !isDeepStrictEqual(record, before[id])));

/** Opens a shop on a database in cents. The database itself stays as it is. */
export const openShop = (database: Database): Shop => {
  const laid: Changed = { orders: {}, users: {} };
  const books = layOver(database, laid);
  const receipts = new Map<string, Receipt>();

  const plan = ({ tool, input }: Write): Plan | Refusal => {
    const parsed = writeInputs[tool].safeParse(input);
    if (!parsed.success)
      return { refuse: `${tool} cannot be done with this: ${parsed.error.issues[0]?.message}.` };
    const planWrite: (books: Books, input: never) => Plan | Refusal = plans[tool];
    return planWrite(books, parsed.data as never);
  };
  const carryOut = (key: string, write: Write): Receipt | Refusal => {
    const done = receipts.get(key);
    if (done)
      return isDeepStrictEqual(done.write, write)
        ? done
        : { refuse: `Something else was done under key ${key}.` };
    const planned = plan(write);
    if (isRefusal(planned)) return planned;
    Object.assign(laid.orders, planned.after.orders);
    Object.assign(laid.users, planned.after.users);
    const receipt: Receipt = { write, after: planned.after };
    receipts.set(key, receipt);
    return receipt;
  };
  const lastAfter = (kind: keyof Changed, id: string): unknown =>
    [...receipts.values()].findLast(({ after }) => Object.hasOwn(after[kind], id))?.after[kind][id];
  return {
    books,
    plan,
    carryOut,
    receipt: (key) => receipts.get(key) ?? null,
    keys: () => [...receipts.keys()],
    holds: ({ after }) =>
      Object.keys(after.orders).every((id) => isDeepStrictEqual(books.order(id), lastAfter('orders', id))) &&
      Object.keys(after.users).every((id) => isDeepStrictEqual(books.customer(id), lastAfter('users', id))),
    changed: () => ({
      orders: onlyOther(laid.orders, database.orders),
      users: onlyOther(laid.users, database.users),
    }),
  };
};
