import type { Claim, ShopperCommands, ShopperId } from '@shopbell/protocol';
import type { ShopperIdentity } from '../gate/identity.ts';
import { verifySignIn } from '../gate/sign-in.ts';
import { digest, mintSecret, nextSecret } from '../gate/tokens.ts';
import { newId } from '../store/ids.ts';
import type { ShopRow, ShopperRow } from '../store/store.ts';
import { uploadsFor } from './files.ts';
import { notFound, shopperOf, type ShopperContext, type ShopperHandlers } from './context.ts';

/** How many conversations a session begins with. */
const conversationsAtOpening = 50;

const addNewcomer = async (context: ShopperContext): Promise<ShopperRow> => {
  const { store, identity, caller, limits, now } = context;
  // A socket has paid for its connection; a request pays here, for rows are not to be had by the thousand.
  if (!caller.connection) limits.take('connectPerAddress', caller.address);
  const row: ShopperRow = {
    id: newId('shp'),
    shop: identity.shop,
    name: '',
    claimed: {},
    verified: null,
    createdAt: now(),
  };
  await store.addShopper(row);
  return row;
};

const mintToken = async ({ store, identity, now }: ShopperContext, shopper: ShopperId): Promise<string> => {
  const token = mintSecret('shopper');
  await store.addToken({ shop: identity.shop, shopper, digest: digest(token), createdAt: now() });
  return token;
};

const rowOf = async ({ store, identity }: ShopperContext, id: ShopperId): Promise<ShopperRow> => {
  const row = await store.shopper(identity.shop, id);
  if (!row) throw notFound('shopper');
  return row;
};

/** Who a signed-in shopper is here: known by `sub`, else the anonymous one who is present, else somebody new. */
const signedIn = async (context: ShopperContext, shop: ShopRow, jwt: string): Promise<ShopperRow> => {
  const { store, identity, log, now } = context;
  const verified = await verifySignIn(shop, jwt, now());
  const present = identity.shopper && (await rowOf(context, identity.shopper.id));
  const anonymous = present?.verified === null ? present : null;
  const known = await store.shopperBySub(shop.id, verified.sub);
  const row = known ?? anonymous ?? (await addNewcomer(context));
  await store.verify(shop.id, row.id, verified);
  if (anonymous && anonymous.id !== row.id)
    for (const id of await store.adopt(shop.id, anonymous.id, row.id)) log.forget(id);
  return rowOf(context, row.id);
};

type Shopper = NonNullable<ShopperIdentity['shopper']>;
const shopperIn = ({ id, name, verified }: ShopperRow): Shopper => ({
  id,
  name,
  isVerified: verified !== null,
});

/** The caller is that shopper from here on; an earlier token of theirs is void, and its other sockets end. */
const become = async (context: ShopperContext, shopper: Shopper, token: string): Promise<void> => {
  const { caller, store, roster, rooms, identity } = context;
  const { shop } = identity;
  const next: ShopperIdentity = {
    kind: 'shopper',
    shop,
    shopper,
    tokenDigest: digest(token),
    next: (seed) => nextSecret(token, seed),
  };
  caller.identity = next;
  if (caller.connection) {
    roster.place(caller.connection, next);
    // An anonymous one’s conversations came along; those of another customer are no longer theirs to hear.
    if (identity.shopper?.isVerified && identity.shopper.id !== shopper.id) rooms.leave(caller.connection);
  }
  if (identity.shopper && identity.shopper.id !== shopper.id)
    await store.voidProof({ shop, shopper: identity.shopper.id });
  if (!identity.tokenDigest) return;
  await store.revokeToken(identity.tokenDigest);
  roster.endSecret(identity.tokenDigest, 'revoked');
};

/** The caller has this token from here on in the place of theirs, which is void: who has a copy of it has nothing. */
export const renewToken = (context: ShopperContext, token: string): Promise<void> =>
  become(context, shopperOf(context), token);

const conversationsOf = ({ store, identity }: ShopperContext, id: ShopperId) =>
  store.shopperConversations(identity.shop, id, conversationsAtOpening);

type Opening = ShopperCommands['session:open']['parsed'];

/** Whose session it is: who signs in, who comes back, or a newcomer; with what is claimed of them. */
const whoOpens = async (context: ShopperContext, shop: ShopRow, { jwt, claim }: Opening) => {
  const before = context.identity.shopper;
  let row: ShopperRow;
  if (jwt !== undefined) row = await signedIn(context, shop, jwt);
  else row = before ? await rowOf(context, before.id) : await addNewcomer(context);
  if (!claim) return row;
  await context.store.claim(shop.id, row.id, claim);
  return rowOf(context, row.id);
};

/**
 * `session:open`: mints a token for a newcomer; with the shop’s JWT signs in, and rotates the token when that makes
 * the caller somebody else than before.
 */
export const openSession = async (
  context: ShopperContext,
  opening: Opening,
): Promise<ShopperCommands['session:open']['output']> => {
  const { store, identity, caller, roster, settings, queue, takesFiles, now } = context;
  const { jwt, page } = opening;
  const shop = await store.shop(identity.shop);
  if (!shop) throw notFound('shop');
  const before = identity.shopper;
  // Who comes back is who they were: their conversations are read beside them. Thousands may come back at once.
  const theirs = before && jwt === undefined ? conversationsOf(context, before.id) : null;
  const [row, early] = await Promise.all([whoOpens(context, shop, opening), theirs]);
  if (page) caller.page = page;
  const isOther = before?.id !== row.id || before.isVerified !== (row.verified !== null);
  const token = isOther ? await mintToken(context, row.id) : undefined;
  if (token !== undefined) await become(context, shopperIn(row), token);
  else caller.identity = { ...identity, shopper: { ...shopperOf(context), name: row.name } };
  const conversations = early ?? (await conversationsOf(context, row.id));
  const service = await settings.service(shop.id);
  for (const { id, status, openedAt } of conversations)
    if (status !== 'queued') continue;
    else if (caller.connection)
      queue.follow({ id, shop: shop.id, shopper: row.id, status, waitingSince: openedAt });
    else queue.forget(id, identity.tokenDigest ?? '');
  return {
    shopper: { id: row.id, name: row.name, verified: row.verified !== null },
    shop: { id: shop.id, name: shop.name },
    staffed: roster.isStaffed(shop.id),
    conversations,
    ...uploadsFor(shop, takesFiles),
    ...(service === undefined ? {} : { service }),
    now: now(),
    ...(token === undefined ? {} : { token }),
  };
};

/** `session:close`: the token is void, and what was proved; every socket it opened ends. */
export const closeSession = async ({
  store,
  roster,
  identity,
  caller,
}: ShopperContext): Promise<Record<string, never>> => {
  const { tokenDigest, shop, shopper } = identity;
  if (!tokenDigest) return {};
  if (shopper) await store.voidProof({ shop, shopper: shopper.id });
  await store.revokeToken(tokenDigest);
  const { connection } = caller;
  roster.endSecret(tokenDigest, 'closed_session', connection ?? undefined);
  // The reply goes out first: then this socket, too.
  if (connection) setImmediate(() => connection.end('closed_session'));
  return {};
};

/** `profile:claim`: what the page says, shown as claimed. */
export const claimProfile = async (context: ShopperContext, claim: Claim): Promise<Record<string, never>> => {
  const { store, identity, caller } = context;
  const { id } = shopperOf(context);
  await store.claim(identity.shop, id, claim);
  const { name } = await rowOf(context, id);
  caller.identity = { ...identity, shopper: { ...shopperOf(context), name } };
  return {};
};

/** `conversation:list` of a shopper: their own, newest first. */
export const listOwnConversations: ShopperHandlers['conversation:list'] = async (context) => ({
  conversations: await context.store.shopperConversations(
    context.identity.shop,
    shopperOf(context).id,
    conversationsAtOpening,
  ),
});
