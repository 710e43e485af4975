import { refuse, type IdentityLevel, type ShopperId } from '@shopbell/protocol';
import { hasIdentity, identitySentence } from '../rules/identity.ts';
import type { ShopperContext, StaffContext } from './context.ts';

/** What needs an identity, and which. */
export type Needing = { title: string; identity: IdentityLevel };

/** Refuses with `forbidden`, `needs` and `stepUp`, unless the shopper has the identity that is needed now. */
export const requireIdentity = async (
  { store, identity: { shop }, codes, now }: ShopperContext | StaffContext,
  shopper: ShopperId,
  { title, identity: needs }: Needing,
): Promise<void> => {
  if (needs === 'anyone' || hasIdentity(await store.shopper(shop, shopper), needs, now())) return;
  const { canSend: stepUp } = codes;
  throw refuse('forbidden', identitySentence(title, needs, stepUp), { needs, stepUp });
};
