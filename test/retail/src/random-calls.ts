import type { Json } from '@shopbell/agent';
import type { RetailFile } from './reference.ts';
import type { Call } from './tasks.ts';

/** A source of whole numbers from 0 up to, not including, `below`. */
export type Dice = { int(below: number): number };

type Given = Call['arguments'];
type Table = { dice: Dice; file: RetailFile; people: readonly string[] };

const pick = <T>({ dice }: Pick<Table, 'dice'>, from: readonly T[]): T => from[dice.int(from.length)] as T;
/** True once in `times`. */
const once = ({ dice }: Table, times: number): boolean => dice.int(times) === 0;

const personOf = (table: Table): string => {
  const [first = '', ...others] = table.people;
  return others.length > 0 && once(table, 8) ? pick(table, others) : first;
};

const orderOf = (table: Table): string => {
  const person = personOf(table);
  const own = Object.entries(table.file.orders).filter(([, { user_id }]) => user_id === person);
  if (own.length === 0 || once(table, 40)) return pick(table, ['#none', 'toString', '', '__proto__']);
  return pick(table, own)[0];
};

const at = <T>(records: Record<string, T>, id: string): T | undefined =>
  Object.hasOwn(records, id) ? records[id] : undefined;

const methodOf = (table: Table, order: string): string => {
  const owner = at(table.file.orders, order)?.user_id ?? personOf(table);
  const user = table.file.users[once(table, 20) ? personOf(table) : owner];
  const own = Object.keys(user?.payment_methods ?? {});
  return own.length === 0 || once(table, 40) ? pick(table, ['none', 'constructor']) : pick(table, own);
};

/** Some pieces of an order; now and then one too often, or one it does not hold. */
const piecesOf = (table: Table, order: string): string[] => {
  const pool = (at(table.file.orders, order)?.items ?? []).map(({ item_id }) => item_id);
  if (pool.length === 0) return ['none'];
  const isCareless = once(table, 12);
  const count = 1 + table.dice.int(Math.min(pool.length, 3));
  return Array.from({ length: count }, () =>
    isCareless ? pick(table, [...pool, 'none']) : (pool.splice(table.dice.int(pool.length), 1)[0] ?? 'none'),
  );
};

const otherThan = (table: Table, order: string, item: string): string => {
  const product =
    at(table.file.orders, order)?.items.find(({ item_id }) => item_id === item)?.product_id ?? '';
  const kinds = Object.entries(table.file.products[product]?.variants ?? {});
  const good = kinds.filter(([id, { available }]) => available && id !== item);
  if (good.length === 0 || once(table, 25)) return pick(table, ['none', item, ...kinds.map(([id]) => id)]);
  return once(table, 30) ? pick(table, Object.keys(table.file.products)) : pick(table, good)[0];
};

const addressFor = (table: Table, now: Record<string, string> | undefined): Given =>
  once(table, 6) && now
    ? { ...now }
    : {
        address1: pick(table, ['1 Quay Street', '']),
        address2: pick(table, ['', 'Suite 2']),
        city: pick(table, ['Galway', 'São Paulo']),
        state: 'CT',
        country: pick(table, ['Ireland', 'USA']),
        zip: pick(table, ['12345', 'H91']),
      };

const swapOf = (table: Table): Given => {
  const order_id = orderOf(table);
  const item_ids = piecesOf(table, order_id);
  const new_item_ids = item_ids.map((item) => otherThan(table, order_id, item));
  if (once(table, 25)) new_item_ids.pop();
  return { order_id, item_ids, new_item_ids, payment_method_id: methodOf(table, order_id) };
};

const tools: Record<string, (table: Table) => Given> = {
  cancel_pending_order: (table) => ({
    order_id: orderOf(table),
    reason: once(table, 8)
      ? pick(table, ['', 'changed my mind', 'No longer needed'])
      : pick(table, ['no longer needed', 'ordered by mistake']),
  }),
  modify_pending_order_address: (table) => {
    const order_id = orderOf(table);
    return { order_id, ...addressFor(table, at(table.file.orders, order_id)?.address) };
  },
  modify_pending_order_payment: (table) => {
    const order_id = orderOf(table);
    return { order_id, payment_method_id: methodOf(table, order_id) };
  },
  modify_pending_order_items: swapOf,
  exchange_delivered_order_items: swapOf,
  return_delivered_order_items: (table) => {
    const { new_item_ids: _, ...rest } = swapOf(table);
    return rest;
  },
  modify_user_address: (table) => {
    const user_id = once(table, 20) ? 'nobody' : personOf(table);
    return { user_id, ...addressFor(table, at(table.file.users, user_id)?.address) };
  },
  get_order_details: (table) => ({ order_id: orderOf(table) }),
  get_user_details: (table) => ({ user_id: personOf(table) }),
  get_product_details: (table) => ({ product_id: pick(table, Object.keys(table.file.products)) }),
  list_all_product_types: () => ({}),
  calculate: () => ({ expression: '(1 + 2) * 3' }),
  find_user_id_by_email: (table) => finding(table, personOf(table)).arguments,
  think: () => ({ thought: 'There is no such tool.' }),
};

/** A call that finds a customer by e-mail, or by name and zip code. */
export const finding = ({ file, dice }: Omit<Table, 'people'>, person: string): Call => {
  const { email = '', name, address } = file.users[person] ?? {};
  if (dice.int(2) === 0) return { name: 'find_user_id_by_email', arguments: { email: email.toUpperCase() } };
  const { first_name = '', last_name = '' } = name ?? {};
  const zip = address?.['zip'] ?? '';
  return { name: 'find_user_id_by_name_zip', arguments: { first_name, last_name, zip } };
};

const wrongs: readonly Json[] = [null, 7, true, '', [], {}, ['a', 1], { order_id: '#none' }, [[]], -0.5];

/** Arguments with one too many, one too few, or one of another type. */
const spoilt = (table: Table, given: Given): Given => {
  const names = Object.keys(given);
  const name = names.length === 0 || once(table, 4) ? 'extra' : pick(table, names);
  const { [name]: _, ...rest } = given;
  return once(table, 3) ? rest : { ...rest, [name]: pick(table, wrongs) };
};

/** A call as a hurried representative makes it: mostly about the first of `people`, often allowed, sometimes nonsense. */
export const randomCall = (table: Table): Call => {
  const name = pick(table, Object.keys(tools));
  const given = tools[name]?.(table) ?? {};
  return { name, arguments: once(table, 15) ? spoilt(table, given) : given };
};
