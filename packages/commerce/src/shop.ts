import type { Verified } from '@shopbell/protocol';
import type { Account } from './account.ts';
import type { Order } from './order.ts';
import type { Product } from './product.ts';
import type { Payment, Quote } from './results.ts';
import type { Versioned } from './version.ts';
import type { QuoteRequest, Receipt, WriteInput, WriteName, WriteResult } from './writes.ts';

/** What a method is given besides its arguments: a signal that is aborted when nobody waits any more. */
export type CallOptions = { signal?: AbortSignal };

/**
 * What a writing method is given besides. `key` makes it once: the same again is answered with the first result and
 * changes nothing; for anything else it is refused (`conflict`). `preview`: say what would be done, or refuse; do nothing.
 * `version`: what the preview that was agreed to said; `conflict` when the shop would do something else by now.
 */
export type WriteOptions = CallOptions & { key: string; preview?: boolean; version?: string };

/**
 * Whose orders: a customer number (empty: nobody’s), and a mail address for what was ordered as a guest. The shop has
 * vouched for both, or the address was proved by a code; neither is ever a claim.
 */
export type Customer = Pick<Verified, 'sub' | 'email'>;

/** What to look for, and how many at most. */
export type ProductQuery = { text: string; limit: number };

/** What a shop can be asked. */
export type ShopReads = {
  /** The order of this number, whoever it belongs to: `shopActions` decides who may see it. */
  order: (number: string, options?: CallOptions) => Promise<Order | null>;
  /** The orders of a customer, newest first: those of the account, and those a guest made under the address. */
  ordersOf: (customer: Customer, options?: CallOptions) => Promise<readonly Order[]>;
  /** Products that match, best first. An empty text matches nothing. */
  searchProducts: (query: ProductQuery, options?: CallOptions) => Promise<readonly Product[]>;
  product: (id: string, options?: CallOptions) => Promise<Product | null>;
  /** The account of a customer number. */
  account: (sub: string, options?: CallOptions) => Promise<Account | null>;
  /** The one account that has this mail address now; `null`: none, or several. Without it, a proved address opens no account. */
  accountOf: (email: string, options?: CallOptions) => Promise<Account | null>;
  /** What something would cost. Binding until `validUntil`: `placeOrder` names the quote. */
  quote: (request: QuoteRequest, options?: CallOptions) => Promise<Quote>;
  /** A payment that was asked for, as it stands now. */
  payment: (id: string, options?: CallOptions) => Promise<Payment | null>;
  /** What was done under a key; `null`: nothing was. It is how a deed is read back when its answer got lost. */
  receipt: (key: string, options?: CallOptions) => Promise<Receipt | null>;
};

/** What a shop can be told to do. Each throws `conflict` (or `not_found`) with a sentence when the shop will not. */
export type ShopWrites = {
  [N in WriteName]: (input: WriteInput<N>, options: WriteOptions) => Promise<WriteResult<N> & Versioned>;
};

/**
 * A shop, as far as its standard actions need it. Implement what the shop can do: what is missing is not offered.
 * Reads answer `null` or `[]` for what does not exist and throw only when the shop cannot answer.
 */
export type Shop = Partial<ShopReads & ShopWrites>;
