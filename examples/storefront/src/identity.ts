import { SignJWT } from 'jose';
import type { Customer } from './books/customers.ts';
import type { ChatSettings } from './config.ts';

const lifetimeS = 5 * 60;

/** A token by which the shop vouches for a signed-in customer on its relay; good for five minutes. */
export const mintIdentity = (
  { sub, name, email }: Pick<Customer, 'sub' | 'name' | 'email'>,
  { shop, signIn }: Pick<ChatSettings, 'shop' | 'signIn'>,
): Promise<string> => {
  const issuedAt = Math.floor(Date.now() / 1_000);
  return new SignJWT({ name, email })
    .setProtectedHeader({ alg: 'HS256', kid: signIn.kid })
    .setSubject(sub)
    .setAudience(shop)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + lifetimeS)
    .sign(new TextEncoder().encode(signIn.secret));
};
