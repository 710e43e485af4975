import { refuse } from '@shopbell/protocol';
import { createAttempts } from './attempts.ts';
import { foldLines } from './cards.ts';
import { groundFor, isOwner, isStaffOnly, type Asker, type Ground, type Proof } from './disclosure.ts';
import type { DisclosedOrder, Order } from './order.ts';
import type { CallOptions, Shop } from './shop.ts';

/** What is asked for, as it was typed. */
export type LookupInput = { order: string } & Proof;
/** Who asks; `shopper`, the relay’s id, is what wrong guesses are counted by. */
export type LookupAsker = Asker & { shopper: string };
/** Looks up one order for somebody; refuses with `not_found`, `forbidden` or `rate_limited`. */
export type Lookup = (
  input: LookupInput,
  asker: LookupAsker,
  options?: CallOptions,
) => Promise<{ order: DisclosedOrder; ground: Ground }>;

/** Ten wrong guesses an hour, for a shopper and for an order: a postal code cannot be tried out. */
export const guesses = { max: 10, windowMs: 60 * 60_000 } as const;

/** An order number as books have it: without `#` and blanks around it, in capitals. */
export const plainNumber = (typed: string): string => typed.trim().replace(/^#\s*/, '').toUpperCase();

/** What of an order is shown on which ground. */
export const disclose = (order: Order, ground: Ground): DisclosedOrder => {
  const folded = foldLines(order);
  if (ground !== 'proof') return folded;
  const { customer: _customer, shipTo: _shipTo, payment: _payment, ...goods } = folded;
  return goods;
};

const needsProof = () =>
  refuse(
    'forbidden',
    'The shopper is not known as the owner of an order with this number. Ask for the mail address or the postal code of the order and look it up with it.',
  );
const unknown = (number: string) =>
  refuse(
    'not_found',
    `There is no order ${number} that this shopper may see. Compare the number and the details.`,
  );

/** Makes the lookup over one shop. It counts wrong guesses in this process, by monotonic time. */
export const createLookup = (shopOrder: NonNullable<Shop['order']>): Lookup => {
  const attempts = createAttempts(guesses);
  return async ({ order: typed, email, postalCode }, asker, options) => {
    const number = plainNumber(typed);
    const isGuessing = !isStaffOnly(asker);
    const order = await shopOrder(number, options);
    const isTheirs = order !== null && isOwner(order, asker.known);
    const names = [`shopper ${asker.shopper}`, `order ${number}`];
    const hasProof = email !== undefined || postalCode !== undefined;
    if (isGuessing && !isTheirs) {
      // Before the order is looked at, so that this answer says nothing about whether there is one.
      if (!hasProof) throw needsProof();
      if (attempts.isExhausted(names, performance.now())) {
        throw refuse(
          'rate_limited',
          'Too many details that did not match. Wait an hour, or have the shopper sign in or prove their mail address.',
          { retryAfterMs: guesses.windowMs },
        );
      }
    }
    const ground = order === null ? null : groundFor(order, asker, { email, postalCode });
    if (order === null || ground === null) {
      if (isGuessing) attempts.count(names, performance.now());
      throw unknown(number);
    }
    return { order: disclose(order, ground), ground };
  };
};
