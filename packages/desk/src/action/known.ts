import type { AnyEntry, Conversation } from '@shopbell/protocol';
import { ordersIn } from '../shopper/orders.ts';
import { tellActions } from '../thread/stories.ts';
import type { Field } from './fields.ts';

/** What a conversation tells: who the shopper is, and what was said and done. */
export type Here = { shopper: Conversation['shopper']; entries: readonly AnyEntry[] };

/** Names of fields, without case and marks, by what they ask for. */
const names = {
  order: ['order', 'orderid', 'ordernumber', 'orderno'],
  email: ['email', 'emailaddress', 'mail'],
  customer: ['customer', 'customerid', 'customernumber'],
} as const;

const plain = (name: string): string => name.toLowerCase().replaceAll(/[^a-z]/g, '');

/**
 * The answers the conversation gives away, by path: the order's number where only one order is beside it, the
 * shopper's e-mail and customer number where the shop vouches for them. What was merely said is not taken over.
 */
export const knownHere = (fields: readonly Field[], { shopper, entries }: Here): Record<string, string> => {
  const [order, ...others] = ordersIn(tellActions(entries));
  const values = {
    order: others.length === 0 ? order?.number : undefined,
    email: shopper.verified?.email,
    customer: shopper.verified?.sub,
  };
  return Object.fromEntries(
    fields.flatMap(({ path, name, control, initial }) => {
      if (control.kind !== 'text' || initial !== undefined) return [];
      const what = Object.entries(names).find(([, known]) => known.some((each) => each === plain(name)))?.[0];
      const value = what ? values[what as keyof typeof values] : undefined;
      return value === undefined ? [] : [[path, value]];
    }),
  );
};
