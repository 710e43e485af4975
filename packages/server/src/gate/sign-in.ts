import { refuse, Verified } from '@shopbell/protocol';
import { times } from '@shopbell/protocol/limits';
import { errors as joseErrors, importSPKI, jwtVerify, type CryptoKey } from 'jose';
import type { ShopRow } from '../store/store.ts';

type SignInKey = ShopRow['signInKeys'][number];

const toleranceMs = 30_000;
const hmacMinBytes = 32;

const badJwt = (why: string) => refuse('unauthenticated', `The sign-in token ${why}`, { field: 'jwt' });

/** The key as `jose` takes it. HS256: base64url of at least 256 bits; ES256 and EdDSA: a public key as SPKI PEM. */
const importKey = async ({ algorithm, key }: SignInKey): Promise<CryptoKey | Uint8Array> => {
  if (algorithm !== 'HS256') return importSPKI(key, algorithm);
  const secret = Buffer.from(key, 'base64url');
  if (secret.length < hmacMinBytes)
    throw badJwt('cannot be checked: the shop’s key is shorter than 256 bits.');
  return secret;
};

const explain = (error: unknown): Error => {
  if (error instanceof joseErrors.JWTExpired) return badJwt('has expired. Ask the shop for a new one.');
  if (error instanceof joseErrors.JWTClaimValidationFailed)
    return badJwt(`has a wrong or missing claim “${error.claim}”.`);
  if (error instanceof joseErrors.JOSEError || error instanceof TypeError)
    return badJwt('is not signed by a key of this shop.');
  return error instanceof Error ? error : new Error('sign-in failed');
};

/** The key a token names by `kid`, and with it the only algorithm that is taken. */
const keyNamed = (shop: ShopRow, jwt: string): SignInKey => {
  const [head = ''] = jwt.split('.');
  let header: unknown;
  try {
    header = JSON.parse(Buffer.from(head, 'base64url').toString());
  } catch {
    throw badJwt('is not a JWT.');
  }
  const kid = typeof header === 'object' && header !== null && 'kid' in header ? header.kid : undefined;
  const key = shop.signInKeys.find((each) => each.kid === kid);
  if (!key) throw badJwt('is not signed by a key of this shop: its “kid” is not known.');
  return key;
};

/**
 * Reads a shop’s word on who its shopper is: signed by a key of that shop with that key’s algorithm, `aud` the shop’s
 * id, a `sub`, and `exp` at most 15 minutes ahead. Throws `unauthenticated` with the field `jwt` else.
 */
export const verifySignIn = async (shop: ShopRow, jwt: string, now: number): Promise<Verified> => {
  const key = keyNamed(shop, jwt);
  try {
    const { payload } = await jwtVerify(jwt, await importKey(key), {
      algorithms: [key.algorithm],
      audience: shop.id,
      requiredClaims: ['sub', 'exp', 'aud'],
      clockTolerance: toleranceMs / 1_000,
      currentDate: new Date(now),
    });
    if ((payload.exp ?? 0) * 1_000 > now + times.jwtMaxAgeMs + toleranceMs)
      throw badJwt('is valid for too long: “exp” must be at most 15 minutes ahead.');
    const { sub, name, email } = payload;
    const verified = Verified.safeParse({ sub, ...(name ? { name } : {}), ...(email ? { email } : {}) });
    if (!verified.success) throw badJwt('has a “sub”, “name” or “email” of the wrong form.');
    return verified.data;
  } catch (error) {
    throw explain(error);
  }
};
