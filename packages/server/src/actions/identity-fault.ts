import { hasIdentity } from '../rules/identity.ts';
import type { ActionRow } from '../store/action-row.ts';
import type { Store } from '../store/store.ts';
import type { Fault } from './faults.ts';
import type { Offered } from './offices.ts';

type Options = { store: Pick<Store, 'state' | 'shopper'>; now: () => number };

const lapsed: Fault = {
  code: 'identity_needed',
  message:
    'What showed who the shopper is no longer counts. Ask them to sign in or to prove their address, then ask again.',
};

/**
 * Why an action must not begin to run, for want of the identity it needs. A shopper’s yes was taken with that identity:
 * after it a proof may have grown old while others were waited for, but not have been given up.
 */
export const identityFault = async (
  { store, now }: Options,
  { shop, conversation, plan, confirmed }: ActionRow,
  { offer }: Offered,
): Promise<Fault | null> => {
  const needed = plan?.identity ?? offer.identity;
  if (needed === 'anyone') return null;
  const state = await store.state(conversation);
  const shopper = state && (await store.shopper(shop, state.shopper));
  return hasIdentity(shopper, confirmed ? 'known' : needed, now()) ? null : lapsed;
};
