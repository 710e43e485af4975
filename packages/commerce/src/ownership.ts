import { refuse, type Shopper } from '@shopbell/protocol';
import type { Account } from './account.ts';
import { isOwner, isSameMail, type Known } from './disclosure.ts';
import { plainNumber } from './lookup.ts';
import type { Order } from './order.ts';
import type { Shop } from './shop.ts';

/** Whom it is about: the relay's word on who they are, never what somebody typed. */
export type Asking = { shopper: Pick<Shopper, 'verified' | 'proved'>; signal: AbortSignal };

/** What for: looking needs a mail address proved at some time, changing something one proved lately. */
export type Purpose = 'look' | 'change';

const provedFor = ({ proved }: Asking['shopper'], purpose: Purpose): string | null =>
  proved !== undefined && (purpose === 'look' || proved.until > Date.now()) ? proved.email : null;

/**
 * Who the shopper is to the shop: the customer it has signed in, or who has proved a mail address by a code. To that address
 * belong the guest orders made under it, and the account that has it now, if the shop can say which (`accountOf`).
 */
export const knownAs = async (
  shop: Pick<Shop, 'accountOf'>,
  { shopper, signal }: Asking,
  purpose: Purpose,
): Promise<Known | null> => {
  const proved = provedFor(shopper, purpose);
  const { verified } = shopper;
  if (verified !== null) {
    const emails = [verified.email, proved ?? undefined].filter((each) => each !== undefined);
    return { sub: verified.sub, emails, name: verified.name };
  }
  if (proved === null) return null;
  const account = (await shop.accountOf?.(proved, { signal })) ?? null;
  const theirs = account !== null && isSameMail(account.email, proved) ? account : null;
  return { sub: theirs?.sub ?? null, emails: [proved], name: theirs?.name };
};

/** The same; refuses who is nobody to the shop. The relay asks too: what follows discloses or changes things. */
export const requireKnown = async (
  shop: Pick<Shop, 'accountOf'>,
  asking: Asking,
  purpose: Purpose,
): Promise<Known> => {
  const known = await knownAs(shop, asking, purpose);
  if (known !== null) return known;
  throw refuse(
    'forbidden',
    'The shopper is not signed in, and has not shown by a code that a mail address is theirs. Ask them for either.',
  );
};

/** The shopper’s own order. To whom it does not belong it is not there. */
export const ownOrder = async (
  shop: Shop,
  number: string,
  { purpose = 'change', ...asking }: Asking & { purpose?: Purpose },
): Promise<Order> => {
  const known = await requireKnown(shop, asking, purpose);
  const order = (await shop.order?.(plainNumber(number), { signal: asking.signal })) ?? null;
  if (order !== null && isOwner(order, known)) return order;
  throw refuse('not_found', `This shopper has no order ${number}. Compare the number.`);
};

/** The customer number of the shopper’s account. */
export const ownNumber = async (shop: Shop, asking: Asking): Promise<string> => {
  const { sub } = await requireKnown(shop, asking, 'change');
  if (sub !== null) return sub;
  throw refuse('not_found', 'This shopper has no account under the mail address they have proved.');
};

/** The shopper’s own account. */
export const ownAccount = async (shop: Shop, asking: Asking): Promise<Account> => {
  const sub = await ownNumber(shop, asking);
  const account = (await shop.account?.(sub, { signal: asking.signal })) ?? null;
  if (account !== null && account.sub === sub) return account;
  throw refuse('not_found', 'This shopper has no account.');
};
