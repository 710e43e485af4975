import type { Author } from '@shopbell/protocol';
import type { Order } from './order.ts';

/** What was said along with an order number to show that one knows the order. */
export type Proof = { email?: string | undefined; postalCode?: string | undefined };

/**
 * Who a shopper is to the shop, by its own word or by a code: a customer number, and mail addresses that are theirs. Nothing
 * that was merely typed is in it.
 */
export type Known = { sub: string | null; emails: readonly string[]; name?: string | undefined };

/** Who asks, for whom, and who will see the answer. All of it is the relay’s word. */
export type Asker = {
  by: Pick<Author, 'kind'>;
  /** `null`: somebody nobody knows. */
  known: Known | null;
  audience: 'everyone' | 'staff';
};

/**
 * On what ground an order is shown. `owner` and `staff` see whose it is and where it goes;
 * `proof` sees the goods, the sums and the parcel, and no name, mail or postal address.
 */
export type Ground = 'owner' | 'staff' | 'proof';

const plain = (text: string): string => text.normalize('NFKC').replaceAll(/[\s-]/gu, '').toLowerCase();
const mail = (text: string): string => text.normalize('NFKC').trim().toLowerCase();

/** Whether two mail addresses are one, however they are written. */
export const isSameMail = (one: string, other: string): boolean => mail(one) === mail(other);

/**
 * Whether the known shopper is the order’s customer. An account’s order belongs to the customer number alone;
 * a mail address decides only for what was ordered as a guest, so that a reused address opens no account.
 */
export const isOwner = ({ customer }: Pick<Order, 'customer'>, known: Known | null): boolean => {
  if (known === null) return false;
  if (customer.sub !== null) return customer.sub === known.sub;
  return known.emails.some((email) => isSameMail(email, customer.email));
};

/** Whether what was said matches the order: every detail given, and at least one. */
export const isProven = (
  order: Pick<Order, 'customer' | 'shipTo'>,
  { email, postalCode }: Proof,
): boolean => {
  if (email === undefined && postalCode === undefined) return false;
  const emailFits = email === undefined || isSameMail(email, order.customer.email);
  return emailFits && (postalCode === undefined || plain(postalCode) === plain(order.shipTo.postalCode));
};

/** A person of the shop, looking for themselves. A bot never is: whoever talks it round would be. */
export const isStaffOnly = ({ by, audience }: Asker): boolean => by.kind === 'agent' && audience === 'staff';

/** The ground on which the asker may see the order, or `null`: then the answer is that of no such order. */
export const groundFor = (order: Order, asker: Asker, proof: Proof): Ground | null => {
  if (isOwner(order, asker.known)) return 'owner';
  if (isStaffOnly(asker)) return 'staff';
  return isProven(order, proof) ? 'proof' : null;
};
