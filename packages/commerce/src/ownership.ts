import { refuse, type Shopper } from '@shopbell/protocol';
import type { Account } from './account.ts';
import { isOwner } from './disclosure.ts';
import { plainNumber } from './lookup.ts';
import type { Order } from './order.ts';
import type { CallOptions, Customer, Shop } from './shop.ts';

type Whose = Pick<Shopper, 'verified'>;

/** The customer the shop has vouched for; refuses anybody else. The relay asks too: what follows changes things. */
export const customerOf = ({ verified }: Whose): Customer & { name?: string | undefined } => {
  if (verified !== null) return verified;
  throw refuse('forbidden', 'The shopper is not signed in. Ask them to sign in.');
};

/** The shopper’s own order. To whom it does not belong it is not there. */
export const ownOrder = async (
  shop: Shop,
  number: string,
  { shopper, signal }: { shopper: Whose; signal: AbortSignal },
): Promise<Order> => {
  customerOf(shopper);
  const options: CallOptions = { signal };
  const order = (await shop.order?.(plainNumber(number), options)) ?? null;
  if (order !== null && isOwner(order, shopper)) return order;
  throw refuse('not_found', `This shopper has no order ${number}. Compare the number.`);
};

/** The shopper’s own account. */
export const ownAccount = async (
  shop: Shop,
  { shopper, signal }: { shopper: Whose; signal: AbortSignal },
): Promise<Account> => {
  const { sub } = customerOf(shopper);
  const account = (await shop.account?.(sub, { signal })) ?? null;
  if (account !== null && account.sub === sub) return account;
  throw refuse('not_found', 'This shopper has no account.');
};
