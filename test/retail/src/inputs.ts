import { z } from 'zod';
import type { Address } from './records.ts';

const id = z.string().min(1).max(80);
const line = z.string().max(200);
const ids = z.array(id).min(1).max(100);

/** Where to from now on. */
const destination = z.strictObject({
  address1: line,
  address2: line,
  city: line,
  state: line,
  country: line,
  zip: line,
} satisfies Record<keyof Address, z.ZodString>);

/** Swaps, one by one: the first of `item_ids` becomes the first of `new_item_ids`. */
const swaps = z.strictObject({ order_id: id, item_ids: ids, new_item_ids: ids, payment_method_id: id });

/** What each write of the shop takes. */
export const writeInputs = {
  cancel_pending_order: z.strictObject({ order_id: id, reason: line }),
  modify_pending_order_address: z.strictObject({ order_id: id, ...destination.shape }),
  modify_pending_order_payment: z.strictObject({ order_id: id, payment_method_id: id }),
  modify_pending_order_items: swaps,
  exchange_delivered_order_items: swaps,
  return_delivered_order_items: z.strictObject({ order_id: id, item_ids: ids, payment_method_id: id }),
  modify_user_address: z.strictObject({ user_id: id, ...destination.shape }),
} as const;

/** The name of a tool that changes the shop. */
export type WriteName = keyof typeof writeInputs;
/** What a write is asked to do. */
export type WriteInput<N extends WriteName> = z.infer<(typeof writeInputs)[N]>;

/** What each tool takes that only looks, reckons or hands over. */
export const readInputs = {
  find_user_id_by_email: z.strictObject({ email: line }),
  find_user_id_by_name_zip: z.strictObject({ first_name: line, last_name: line, zip: line }),
  get_user_details: z.strictObject({ user_id: id }),
  get_order_details: z.strictObject({ order_id: id }),
  get_product_details: z.strictObject({ product_id: id }),
  get_item_details: z.strictObject({ item_id: id }),
  list_all_product_types: z.strictObject({}),
  calculate: z.strictObject({ expression: line }),
  transfer_to_human_agents: z.strictObject({ summary: z.string().max(4_000) }),
} as const;

/** The name of a tool that changes nothing. */
export type ReadName = keyof typeof readInputs;
/** What a read is asked. */
export type ReadInput<N extends ReadName> = z.infer<(typeof readInputs)[N]>;
