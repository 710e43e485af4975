import { refuse } from '@shopbell/agent';
import type { Customer, Order, Shop } from '@shopbell/commerce';
import { z } from 'zod';
import { segment, type Ask, type Medusa } from '../api/client.ts';
import { MedusaOrder, orderFields } from '../api/shapes.ts';
import { toOrder } from './order-words.ts';

const Numbered = z.object({ orders: z.array(z.object({ id: z.string(), display_id: z.number() })) });
const pageSize = 50;
const listedMax = 50;

/** Medusa’s orders, by number and by id. */
export type OrderBook = {
  /** Medusa’s id of the order with this number; `null`: there is none. */
  idOf: (number: string, ask?: Ask) => Promise<string | null>;
  /** The order, or draft, of this id as Medusa has it now. */
  byId: (id: string, ask?: Ask) => Promise<MedusaOrder>;
  /** The order of this number; refuses with `not_found`. */
  required: (number: string, ask?: Ask) => Promise<MedusaOrder>;
  /** Those of a customer, newest first. */
  ofCustomers: (ids: readonly string[], ask?: Ask) => Promise<MedusaOrder[]>;
};

/** The number shoppers know: Medusa’s display id. */
const displayId = (number: string): number | null => {
  const plain = number.trim().replace(/^#\s*/, '');
  return /^[1-9]\d{0,8}$/.test(plain) ? Number(plain) : null;
};

/** Finds ids by number. Medusa’s list cannot be asked for a number, but it is sorted by it: so it is halved. */
const createSearch = (medusa: Medusa) => {
  const known = new Map<number, string>();
  const page = async (offset: number, ask: Ask) => {
    const { orders } = await medusa.get('/admin/orders', Numbered, {
      ...ask,
      query: { order: 'display_id', limit: pageSize, offset, fields: 'id,display_id' },
    });
    for (const { id, display_id: display } of orders) known.set(display, id);
    return orders;
  };
  // Numbers leave gaps (drafts take some too), so an order stands at its number’s place or before.
  return async (wanted: number, ask: Ask): Promise<string | null> => {
    let [low, high] = [0, wanted];
    while (low < high && !known.has(wanted)) {
      const offset = Math.max(low, high === wanted ? wanted - pageSize : (low + high) >> 1);
      const orders = await page(offset, ask);
      const [first, last] = [orders[0], orders.at(-1)];
      if (first === undefined || first.display_id > wanted) high = offset;
      else if (last !== undefined && last.display_id < wanted && orders.length === pageSize)
        low = offset + pageSize;
      else break;
    }
    return known.get(wanted) ?? null;
  };
};

/** Reads orders. */
export const createOrderBook = (medusa: Medusa): OrderBook => {
  const search = createSearch(medusa);
  const idOf: OrderBook['idOf'] = async (number, ask = {}) => {
    const wanted = displayId(number);
    return wanted === null ? null : search(wanted, ask);
  };
  const byId: OrderBook['byId'] = async (id, ask = {}) => {
    const shape = z.object({ order: MedusaOrder });
    const path = `/admin/orders/${segment(id)}`;
    return (await medusa.get(path, shape, { ...ask, query: { fields: orderFields } })).order;
  };
  return {
    idOf,
    byId,
    required: async (number, ask = {}) => {
      const id = await idOf(number, ask);
      if (id === null) throw refuse('not_found', `There is no order ${number}.`);
      return byId(id, ask);
    },
    ofCustomers: async (ids, ask = {}) => {
      if (ids.length === 0) return [];
      const query = { customer_id: ids, order: '-created_at', limit: listedMax, fields: orderFields };
      const shape = z.object({ orders: z.array(MedusaOrder) });
      return (await medusa.get('/admin/orders', shape, { ...ask, query })).orders;
    },
  };
};

const Customers = z.object({
  customers: z.array(z.object({ id: z.string(), email: z.string(), has_account: z.boolean() })),
});

/** Whose orders are meant: the account, and the guests under the address the shop has vouched for. */
const customersOf = async (medusa: Medusa, { sub, email }: Customer, ask: Ask): Promise<string[]> => {
  const account = /^cus_[0-9A-Za-z]{10,60}$/.test(sub) ? [sub] : [];
  if (email === undefined) return account;
  const { customers } = await medusa.get('/admin/customers', Customers, {
    ...ask,
    query: { email: email.toLowerCase(), has_account: false, limit: 20, fields: 'id,email,has_account' },
  });
  return [...account, ...customers.filter((each) => !each.has_account).map(({ id }) => id)];
};

/** Looking up orders. */
export const orderReads = (medusa: Medusa, book: OrderBook): Pick<Shop, 'order' | 'ordersOf'> => ({
  order: async (number, options = {}) => {
    const id = await book.idOf(number, options);
    return id === null ? null : toOrder(await book.byId(id, options));
  },
  ordersOf: async (customer, options = {}) => {
    const orders = await book.ofCustomers(await customersOf(medusa, customer, options), options);
    return orders.map(toOrder).filter((order): order is Order => order !== null);
  },
});
