import type { Verified } from '@shopbell/protocol';
import type { Order } from './order.ts';
import type { Product } from './product.ts';

/** What a method is given besides its arguments: a signal that is aborted when nobody waits any more. */
export type CallOptions = { signal?: AbortSignal };

/** Whose orders: a customer number, or the mail address of a guest. Both are the shop’s own word, never a claim. */
export type Customer = Pick<Verified, 'sub' | 'email'>;

/** What to look for, and how many at most. */
export type ProductQuery = { text: string; limit: number };

/**
 * A shop, as far as its standard actions need it. Implement what the shop can do: what is missing is not offered.
 * Methods answer `null` or `[]` for what does not exist and throw only when the shop cannot answer.
 */
export type Shop = {
  /** The order of this number, whoever it belongs to: {@link shopActions} decides who may see it. */
  order?: (number: string, options?: CallOptions) => Promise<Order | null>;
  /** The orders of a customer, newest first: those of the account, and those a guest made under the address. */
  ordersOf?: (customer: Customer, options?: CallOptions) => Promise<readonly Order[]>;
  /** Products that match, best first. An empty text matches nothing. */
  searchProducts?: (query: ProductQuery, options?: CallOptions) => Promise<readonly Product[]>;
  product?: (id: string, options?: CallOptions) => Promise<Product | null>;
};
