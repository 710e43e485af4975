import { defineAction } from '@shopbell/agent';
import { z } from 'zod';
import { readInputs, writeInputs, type ReadName, type WriteName } from './inputs.ts';

type Named = { name: string; title: string; description: string };

const writesNamed: Record<WriteName, Named> = {
  cancel_pending_order: {
    name: 'order.cancel',
    title: 'Cancel a pending order',
    description: 'For the reason “no longer needed” or “ordered by mistake”. Everything paid goes back.',
  },
  modify_pending_order_address: {
    name: 'order.change_address',
    title: 'Send a pending order elsewhere',
    description: 'The default address of the customer stays as it is.',
  },
  modify_pending_order_payment: {
    name: 'order.change_payment',
    title: 'Change how a pending order is paid',
    description: 'Once per order, to one other payment method of the customer’s.',
  },
  modify_pending_order_items: {
    name: 'order.change_items',
    title: 'Change items of a pending order',
    description:
      'Once per order and for good: collect all items first. Only to other options of the same product.',
  },
  exchange_delivered_order_items: {
    name: 'exchange.open',
    title: 'Exchange delivered items',
    description: 'Once per order: collect all items first. Only for other options of the same product.',
  },
  return_delivered_order_items: {
    name: 'return.open',
    title: 'Return delivered items',
    description: 'The refund goes to the original payment method or to a gift card.',
  },
  modify_user_address: {
    name: 'account.change_address',
    title: 'Change the default address',
    description: 'Orders that were placed keep theirs.',
  },
};

const readsNamed: Record<ReadName, Named> = {
  find_user_id_by_email: {
    name: 'account.find_by_email',
    title: 'Find the customer by e-mail',
    description: 'Who this conversation is about. One customer per conversation.',
  },
  find_user_id_by_name_zip: {
    name: 'account.find_by_name_zip',
    title: 'Find the customer by name and zip code',
    description: 'Who this conversation is about. One customer per conversation.',
  },
  get_user_details: {
    name: 'account.lookup',
    title: 'Look up the customer',
    description: 'Address, payment methods and order numbers.',
  },
  get_order_details: { name: 'order.lookup', title: 'Look up an order', description: 'Of this customer.' },
  get_product_details: {
    name: 'product.lookup',
    title: 'Look up a product',
    description: 'All its variants with options, price and availability.',
  },
  get_item_details: {
    name: 'item.lookup',
    title: 'Look up an item',
    description: 'One variant of a product.',
  },
  list_all_product_types: {
    name: 'product.list',
    title: 'List the products',
    description: 'Names and product ids.',
  },
  calculate: { name: 'sum.calculate', title: 'Calculate', description: 'Digits, + - * / and parentheses.' },
  transfer_to_human_agents: {
    name: 'conversation.transfer',
    title: 'Hand over to a person',
    description: 'Only for what no other action can do.',
  },
};

const Records = z.record(z.string(), z.unknown());

/** What a write gives: the records as they stand after it, in the shop's own shape, money in decimal dollars. */
export const Written = z.strictObject({ orders: Records, users: Records });
/** What a read gives, in the shop's own shape. */
export const Answer = z.strictObject({ found: z.unknown() });

// `anyone`: who a conversation is about is found out by the shop's own rules, in its office (identification.ts).
const defineWrite = <N extends WriteName>(tool: N) =>
  defineAction({
    ...writesNamed[tool],
    version: 1,
    effect: 'write',
    identity: 'anyone',
    input: writeInputs[tool],
    output: Written,
  });

const defineRead = <N extends ReadName>(tool: N) =>
  defineAction({
    ...readsNamed[tool],
    version: 1,
    effect: 'read',
    identity: 'anyone',
    input: readInputs[tool],
    output: Answer,
  });

const each = <N extends string, A>(inputs: Record<N, unknown>, define: (tool: N) => A): Record<N, A> =>
  Object.fromEntries(Object.keys(inputs).map((tool) => [tool, define(tool as N)])) as Record<N, A>;

/** An action for each tool that changes the shop, by the tool's name. */
export const writeActions = each(writeInputs, defineWrite);
/** An action for each tool that changes nothing, by the tool's name. */
export const readActions = each(readInputs, defineRead);
