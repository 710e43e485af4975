import type { ConversationId, ShopperId } from '@shopbell/protocol';
import type { PeopleStore, ShopperRow } from '../store.ts';
import type { Tables } from '../tables.ts';
import type { Connection } from './connection.ts';
import { attemptAsync } from './engine.ts';

type ShopperPart = Pick<PeopleStore, 'shopper' | 'shopperByToken' | 'shopperBySub' | 'addShopper' | 'adopt'>;
type ProfilePart = Pick<PeopleStore, 'claim' | 'verify'>;
type TokenPart = Pick<PeopleStore, 'addToken' | 'revokeToken'>;
/** What the shoppers’ part needs besides its connection. */
export type ShoppersOptions = { now: () => number; onAdopted: (ids: readonly ConversationId[]) => void };

/** What a shopper has proved, as their row keeps it; nothing where that is nothing. */
export const provedOf = (proved: string | null): Pick<ShopperRow, 'proved'> =>
  proved === null ? {} : { proved: JSON.parse(proved) as NonNullable<ShopperRow['proved']> };

const shopperOf = (row: Tables['shoppers']): ShopperRow => ({
  id: row.id,
  shop: row.shop,
  name: row.name,
  claimed: JSON.parse(row.claimed) as ShopperRow['claimed'],
  verified: row.verified === null ? null : (JSON.parse(row.verified) as ShopperRow['verified']),
  ...provedOf(row.proved),
  createdAt: row.created_at,
});

/** Hands over conversations, and the nonces with them: what is sent again after signing in is still the same. */
const createAdoption = (connection: Connection, now: () => number) => {
  const { build } = connection;
  const moveNonces = connection.prepare('UPDATE OR IGNORE nonces SET sender = ? WHERE sender = ?');
  return (shop: string, from: ShopperId, to: ShopperId): ConversationId[] => {
    if (from === to) return [];
    const known = build.selectFrom('shoppers').select('id').where('shop', '=', shop);
    if (connection.all(known.where('id', 'in', [from, to])).length < 2) return [];
    const theirs = build.selectFrom('conversations').select('id').where('shop', '=', shop);
    const ids = connection.all(theirs.where('shopper', '=', from)).map(({ id }) => id);
    connection.run(
      build
        .updateTable('conversations')
        .set({ shopper: to, updated_at: now() })
        .where('shop', '=', shop)
        .where('shopper', '=', from),
    );
    moveNonces.run(to, from);
    return ids;
  };
};

/** The shoppers’ tokens over one connection. */
export const createTokens = (connection: Connection, now: () => number): TokenPart => {
  const { build } = connection;
  return {
    addToken: ({ createdAt, ...token }) =>
      attemptAsync(() => {
        const row = { ...token, created_at: createdAt, revoked_at: null };
        connection.run(build.insertInto('tokens').values(row));
      }),
    revokeToken: (digest) =>
      attemptAsync(() => {
        const token = build.updateTable('tokens').set({ revoked_at: now() }).where('digest', '=', digest);
        connection.run(token.where('revoked_at', 'is', null));
      }),
  };
};

/** What is said of a shopper, and by whom, over one connection. */
export const createProfiles = (connection: Connection): ProfilePart => {
  const { build } = connection;
  const rows = build.selectFrom('shoppers').selectAll();
  const update = (shop: string, id: ShopperId, set: Partial<Tables['shoppers']>): void => {
    connection.run(build.updateTable('shoppers').set(set).where('shop', '=', shop).where('id', '=', id));
  };

  return {
    claim: (shop, id, claim) =>
      attemptAsync(() => {
        const row = connection.first(rows.where('shop', '=', shop).where('id', '=', id));
        if (row === null) return;
        const before = shopperOf(row);
        const claimed = JSON.stringify({ ...before.claimed, ...claim });
        update(shop, id, { claimed, name: before.verified?.name ?? claim.name ?? before.name });
      }),
    verify: (shop, id, verified) =>
      attemptAsync(() => {
        const name = verified.name === undefined ? {} : { name: verified.name };
        update(shop, id, { verified: JSON.stringify(verified), sub: verified.sub, ...name });
      }),
  };
};

/** Shoppers over one connection. */
export const createShoppers = (connection: Connection, { now, onAdopted }: ShoppersOptions): ShopperPart => {
  const { build } = connection;
  const rows = build.selectFrom('shoppers').selectAll('shoppers');
  const find = (query: typeof rows): ShopperRow | null => {
    const row = connection.first(query);
    return row === null ? null : shopperOf(row);
  };
  const byId = (shop: string, id: ShopperId) =>
    find(rows.where('shoppers.shop', '=', shop).where('shoppers.id', '=', id));
  const adoption = createAdoption(connection, now);

  return {
    shopper: (shop, id) => attemptAsync(() => byId(shop, id)),
    shopperByToken: (shop, digest) =>
      attemptAsync(() =>
        find(
          rows
            .innerJoin('tokens', 'tokens.shopper', 'shoppers.id')
            .where('tokens.digest', '=', digest)
            .where('tokens.shop', '=', shop)
            .where('tokens.revoked_at', 'is', null) as unknown as typeof rows,
        ),
      ),
    shopperBySub: (shop, sub) =>
      attemptAsync(() => find(rows.where('shoppers.shop', '=', shop).where('shoppers.sub', '=', sub))),
    addShopper: ({ id, shop, name, claimed, verified, proved = null, createdAt }) =>
      attemptAsync(() => {
        const said = { claimed: JSON.stringify(claimed), verified: verified && JSON.stringify(verified) };
        const kept = { proved: proved && JSON.stringify(proved), created_at: createdAt };
        const row = { id, shop, name, ...said, sub: verified?.sub ?? null, ...kept };
        connection.run(build.insertInto('shoppers').values(row));
      }),
    adopt: (shop, from, to) =>
      attemptAsync(() => {
        const ids = connection.transaction(() => adoption(shop, from, to));
        onAdopted(ids);
        return ids;
      }),
  };
};
