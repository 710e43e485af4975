import type { ConversationId, ShopperId } from '@shopbell/protocol';
import type { Compilable } from 'kysely';
import type { Runner } from './runner.ts';
import type { PeopleStore, ShopperRow } from './store.ts';
import type { Tables } from './tables.ts';
import { createTemplate } from './template.ts';

type ShopperPart = Pick<PeopleStore, 'shopper' | 'shopperByToken' | 'shopperBySub' | 'addShopper' | 'adopt'>;
type ProfilePart = Pick<PeopleStore, 'claim' | 'verify'>;
type TokenPart = Pick<PeopleStore, 'addToken' | 'revokeToken'>;
/** What the shoppers’ part needs besides its runner. */
export type ShoppersOptions = {
  now: () => number;
  /** The engine’s way to give one sender’s nonces to another, but for those the other has used. */
  moveNonces: (from: ShopperId, to: ShopperId) => Compilable;
  onAdopted: (ids: readonly ConversationId[]) => void;
};

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

/** Hands over conversations, and nonces and files with them: what is sent again after signing in is still the same. */
const createAdoption = ({ build, together }: Runner, { now, moveNonces }: ShoppersOptions) => {
  const known = (shop: string, ids: ShopperId[]) =>
    build.selectFrom('shoppers').select('id').where('shop', '=', shop).where('id', 'in', ids);
  return async (shop: string, from: ShopperId, to: ShopperId): Promise<ConversationId[]> => {
    if (from === to) return [];
    const areBoth = ([both = []]: readonly unknown[][]): boolean => both.length === 2;
    const given = build
      .updateTable('conversations')
      .set({ shopper: to, updated_at: now() })
      .where('shop', '=', shop)
      .where('shopper', '=', from)
      .returning('id');
    const files = build
      .updateTable('files')
      .set({ owner: to })
      .where('shop', '=', shop)
      .where('owner', '=', from)
      .where((is) =>
        is.not(
          is.exists(
            is
              .selectFrom('files as other')
              .select('other.id')
              .where('other.owner', '=', to)
              .whereRef('other.nonce', '=', 'files.nonce'),
          ),
        ),
      )
      .returning('id');
    const [, , moved = []] = await together([
      known(shop, [from, to]),
      (before) => (areBoth(before as unknown[][]) ? moveNonces(from, to) : null),
      (before) => (areBoth(before as unknown[][]) ? given : null),
      (before) => (areBoth(before as unknown[][]) ? files : null),
    ]);
    return moved.map((row) => row['id'] as ConversationId);
  };
};

/** The shoppers’ tokens. */
export const createTokens = (runner: Runner, now: () => number): TokenPart => {
  const { build } = runner;
  return {
    addToken: async ({ createdAt, ...token }) => {
      const row = { ...token, created_at: createdAt, revoked_at: null };
      await runner.run(build.insertInto('tokens').values(row));
    },
    revokeToken: async (digest) => {
      const token = build.updateTable('tokens').set({ revoked_at: now() }).where('digest', '=', digest);
      await runner.run(token.where('revoked_at', 'is', null));
    },
  };
};

/** What is said of a shopper, and by whom. */
export const createProfiles = (runner: Runner): ProfilePart => {
  const { build } = runner;
  const rows = build.selectFrom('shoppers').selectAll();
  const update = (shop: string, id: ShopperId, set: Partial<Tables['shoppers']>) =>
    build.updateTable('shoppers').set(set).where('shop', '=', shop).where('id', '=', id);

  return {
    claim: async (shop, id, claim) => {
      for (;;) {
        const row = await runner.first(rows.where('shop', '=', shop).where('id', '=', id));
        if (row === null) return;
        const before = shopperOf(row);
        const claimed = JSON.stringify({ ...before.claimed, ...claim });
        const name = before.verified?.name ?? claim.name ?? before.name;
        // Somebody else may have claimed meanwhile: then what they said is merged with first.
        const isTaken = update(shop, id, { claimed, name }).where('claimed', '=', row.claimed);
        if ((await runner.run(isTaken)) === 1) return;
      }
    },
    verify: async (shop, id, verified) => {
      const name = verified.name === undefined ? {} : { name: verified.name };
      const set = { verified: JSON.stringify(verified), sub: verified.sub, ...name };
      await runner.run(update(shop, id, set));
    },
  };
};

/** Shoppers. */
export const createShoppers = (runner: Runner, options: ShoppersOptions): ShopperPart => {
  const { build } = runner;
  const rows = build.selectFrom('shoppers').selectAll('shoppers');
  const find = async (query: Compilable<Tables['shoppers']>): Promise<ShopperRow | null> => {
    const row = await runner.first(query);
    return row === null ? null : shopperOf(row);
  };
  const adoption = createAdoption(runner, options);
  const byId = createTemplate((shop: string, id: ShopperId) =>
    rows.where('shoppers.shop', '=', shop).where('shoppers.id', '=', id),
  );
  const byToken = createTemplate((shop: string, digest: string) =>
    rows
      .innerJoin('tokens', 'tokens.shopper', 'shoppers.id')
      .where('tokens.digest', '=', digest)
      .where('tokens.shop', '=', shop)
      .where('tokens.revoked_at', 'is', null),
  );

  return {
    shopper: (shop, id) => find(byId(shop, id)),
    shopperByToken: (shop, digest) => find(byToken(shop, digest)),
    shopperBySub: (shop, sub) => find(rows.where('shoppers.shop', '=', shop).where('shoppers.sub', '=', sub)),
    addShopper: async ({ id, shop, name, claimed, verified, proved = null, createdAt }) => {
      const said = { claimed: JSON.stringify(claimed), verified: verified && JSON.stringify(verified) };
      const kept = { proved: proved && JSON.stringify(proved), created_at: createdAt };
      const row = { id, shop, name, ...said, sub: verified?.sub ?? null, ...kept };
      await runner.run(build.insertInto('shoppers').values(row));
    },
    adopt: async (shop, from, to) => {
      const ids = await adoption(shop, from, to);
      options.onAdopted(ids);
      return ids;
    },
  };
};
