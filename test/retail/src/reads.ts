import type { Books } from './books.ts';
import { calculate } from './calculate.ts';
import { readInputs, type ReadInput, type ReadName } from './inputs.ts';
import { convertMoney, toDollars } from './money.ts';
import type { Refusal } from './plan.ts';

/** What a read found: records in the shop's own shape, money in decimal dollars. */
export type Found = { found: unknown };

const foundOr = (record: unknown, refuse: string): Found | Refusal =>
  record === undefined || record === null ? { refuse } : { found: convertMoney(record, toDollars) };

const isSame = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase();

const reads: { [N in ReadName]: (books: Books, input: ReadInput<N>) => Found | Refusal } = {
  find_user_id_by_email: (books, { email }) =>
    foundOr(
      [...books.customers()].find((each) => isSame(each.email, email))?.user_id,
      'No customer has this e-mail address.',
    ),
  find_user_id_by_name_zip: (books, { first_name, last_name, zip }) =>
    foundOr(
      [...books.customers()].find(
        ({ name, address }) =>
          isSame(name.first_name, first_name) && isSame(name.last_name, last_name) && address.zip === zip,
      )?.user_id,
      'No customer of this name has this zip code.',
    ),
  get_user_details: (books, { user_id }) =>
    foundOr(books.customer(user_id), `There is no customer ${user_id}.`),
  get_order_details: (books, { order_id }) =>
    foundOr(books.order(order_id), `There is no order ${order_id}.`),
  get_product_details: (books, { product_id }) =>
    foundOr(books.product(product_id), `There is no product ${product_id}.`),
  get_item_details: (books, { item_id }) =>
    foundOr(
      [...books.products()]
        .flatMap((each) => Object.values(each.variants))
        .find((each) => each.item_id === item_id),
      `There is no item ${item_id}.`,
    ),
  list_all_product_types: (books) => ({
    found: Object.fromEntries([...books.products()].map((each) => [each.name, each.product_id])),
  }),
  calculate: (_, { expression }) => foundOr(calculate(expression), 'This is no sum that can be reckoned.'),
  transfer_to_human_agents: () => ({ found: 'Transfer successful' }),
};

/** Whether a tool only looks, reckons or hands over. */
export const isRead = (tool: string): tool is ReadName => Object.hasOwn(readInputs, tool);

/** Answers a read, or says why there is no answer. */
export const look = (books: Books, tool: ReadName, input: unknown): Found | Refusal => {
  const parsed = readInputs[tool].safeParse(input);
  if (!parsed.success) return { refuse: `${tool} cannot look for this: ${parsed.error.issues[0]?.message}.` };
  const read: (books: Books, input: never) => Found | Refusal = reads[tool];
  return read(books, parsed.data as never);
};
