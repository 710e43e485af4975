import { refuse } from '@shopbell/protocol';
import type { ShopperContext, StaffContext } from './context.ts';

/** Asks again, after a wait, whether the secret somebody came with still holds: a revoked one gets nothing. */
export const assertStillValid = async ({
  identity,
  store,
  now,
}: ShopperContext | StaffContext): Promise<void> => {
  const gone = refuse('unauthenticated', 'This key or token has been revoked.');
  if (identity.kind === 'shopper') {
    const { tokenDigest, shop } = identity;
    if (!tokenDigest || !(await store.shopperByToken(shop, tokenDigest))) throw gone;
    return;
  }
  const key = await store.key(identity.keyId);
  if (!key || key.revokedAt !== null || (key.expiresAt !== null && key.expiresAt <= now())) throw gone;
};
