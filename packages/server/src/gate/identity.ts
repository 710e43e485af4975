import { refuse, type Role, type Scope, type ShopperId } from '@shopbell/protocol';
import type { KeyRow, PersonRow, Store } from '../store/store.ts';
import type { Limits } from './limits.ts';
import { isOwn, isShoppers } from './origins.ts';
import { digest, looksLike, nextSecret } from './tokens.ts';

/** Who is on the other end of a shopper’s connection; `shopper` is `null` until a newcomer’s session is open. */
export type ShopperIdentity = {
  kind: 'shopper';
  shop: string;
  shopper: { id: ShopperId; name: string; isVerified: boolean } | null;
  /** The SHA-256 of the token they came with. */
  tokenDigest: string | null;
  /** The token that takes its place, by a seed; see `nextSecret`. */
  next?: (seed: string) => string;
  /** The token is void: it opens the answer to a confirmation made with it, and nothing else. */
  isVoid?: boolean;
};

/** Who is on the other end of an agent’s connection, by which key, and what that key may do. */
export type StaffIdentity = {
  kind: 'staff';
  shop: string;
  person: { id: string; kind: PersonRow['kind']; name: string; role: Role };
  scopes: readonly Scope[];
  keyId: string;
  expiresAt: number | null;
};
export type Identity = ShopperIdentity | StaffIdentity;

export type ShopperCredentials = {
  shop: string;
  token?: string | undefined;
  origin: string | undefined;
  address: string;
  /** They repeat a confirmation, whose answer may have been lost: the token may be void because of it. */
  isConfirming?: boolean;
  /** A socket must name its page; over HTTP a token is never sent by itself, so a missing origin is no page’s. */
  via: 'socket' | 'http';
};
export type StaffCredentials = { secret: string; origin: string | undefined; address: string };

/** Tells who somebody is, or throws a `ShopbellError`: `unauthenticated`, `forbidden` (origin), `not_found` (shop), `rate_limited`. */
export interface Authenticator {
  shopper: (credentials: ShopperCredentials) => Promise<ShopperIdentity>;
  staff: (credentials: StaffCredentials) => Promise<StaffIdentity>;
}

type AuthenticatorOptions = {
  store: Pick<Store, 'shop' | 'shopper' | 'shopperByToken' | 'shopperConfirming' | 'keyByDigest' | 'person'>;
  now: () => number;
  limits: Limits;
  /** The relay’s own addresses as browsers see them, e.g. `https://chat.example`. */
  ownOrigins: () => readonly string[];
};

const badToken = () =>
  refuse('unauthenticated', 'This token is not valid here. Forget it and open a new session.');
const badKey = () =>
  refuse('unauthenticated', 'This key is not valid: it is unknown, expired or revoked. Use another.');

/** Whether a key or session row still opens the door. */
export const isLive = (row: KeyRow, now: number): boolean =>
  row.kind !== 'code' && row.revokedAt === null && (row.expiresAt === null || row.expiresAt > now);

/** A failed try draws from the address’ bucket. */
const fail = (limits: Limits, address: string, error: Error): never => {
  limits.take('authFailuresPerAddress', address);
  throw error;
};

const createShopperCheck = ({ store, limits, now, ownOrigins }: AuthenticatorOptions) => {
  const requireOrigin = async ({ shop, origin, via }: ShopperCredentials): Promise<void> => {
    const row = await store.shop(shop);
    if (!row) throw refuse('not_found', 'There is no such shop here.', { field: 'shop' });
    const isPageless = via === 'http' && origin === undefined;
    if (!isPageless && !isShoppers(origin, row.origins, ownOrigins()))
      throw refuse('forbidden', 'This page’s origin is not one of the shop’s. Add it to the shop’s origins.');
  };

  const confirming = async (shop: string, tokenDigest: string) => {
    const id = await store.shopperConfirming(shop, tokenDigest, now());
    return id && store.shopper(shop, id);
  };

  return async (credentials: ShopperCredentials): Promise<ShopperIdentity> => {
    const { shop, token, address } = credentials;
    await requireOrigin(credentials);
    if (token === undefined) return { kind: 'shopper', shop, shopper: null, tokenDigest: null };
    limits.check('authFailuresPerAddress', address);
    const tokenDigest = looksLike('shopper', token) ? digest(token) : null;
    const live = tokenDigest && (await store.shopperByToken(shop, tokenDigest));
    const mayBeVoid = credentials.isConfirming === true && tokenDigest !== null;
    const row = live ?? (mayBeVoid ? await confirming(shop, tokenDigest) : null);
    if (!row) return fail(limits, address, badToken());
    const shopper = { id: row.id, name: row.name, isVerified: row.verified !== null };
    const next = (seed: string): string => nextSecret(token, seed);
    return { kind: 'shopper', shop, shopper, tokenDigest, next, ...(live ? {} : { isVoid: true }) };
  };
};

const createStaffCheck = ({ store, now, limits, ownOrigins }: AuthenticatorOptions) => {
  const requireOrigin = (isSession: boolean, origin: string | undefined): void => {
    if (isSession && !isOwn(origin, ownOrigins()))
      throw refuse('forbidden', 'A desk session is taken only from the relay’s own desk.');
    if (!isSession && origin !== undefined)
      throw refuse('forbidden', 'Keys do not belong in a web page. Sign in at the desk instead.');
  };

  return async ({ secret, origin, address }: StaffCredentials): Promise<StaffIdentity> => {
    limits.check('authFailuresPerAddress', address);
    const isSession = looksLike('session', secret);
    if (!isSession && !looksLike('key', secret)) return fail(limits, address, badKey());
    requireOrigin(isSession, origin);
    const row = await store.keyByDigest(digest(secret));
    if (!row || !isLive(row, now()) || (row.kind === 'session') !== isSession)
      return fail(limits, address, badKey());
    const found = await store.person(row.shop, row.person);
    if (!found || found.removedAt !== null) return fail(limits, address, badKey());
    const { id, kind, name, role } = found;
    const { shop, scopes, id: keyId, expiresAt } = row;
    return { kind: 'staff', shop, person: { id, kind, name, role }, scopes, keyId, expiresAt };
  };
};

/** Makes the one place where tokens and keys become identities. */
export const createAuthenticator = (options: AuthenticatorOptions): Authenticator => ({
  shopper: createShopperCheck(options),
  staff: createStaffCheck(options),
});
