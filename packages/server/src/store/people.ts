import type { Compilable } from 'kysely';
import type { Runner } from './runner.ts';
import type { KeyRow, PeopleStore, ShopRow } from './store.ts';
import type { Tables } from './tables.ts';

type ShopPart = Pick<PeopleStore, 'shop' | 'shops' | 'saveShop' | 'person' | 'people' | 'savePerson'>;
type KeyPart = Pick<PeopleStore, 'keyByDigest' | 'key' | 'keys' | 'addKey' | 'revokeKey' | 'takeCode'>;
type RevocationPart = Pick<PeopleStore, 'revokedSince'>;

const shopOf = (row: Tables['shops']): ShopRow => ({
  id: row.id,
  name: row.name,
  origins: JSON.parse(row.origins) as string[],
  signInKeys: JSON.parse(row.sign_in_keys) as ShopRow['signInKeys'],
  ...(row.uploads === null ? {} : { uploads: JSON.parse(row.uploads) as NonNullable<ShopRow['uploads']> }),
  createdAt: row.created_at,
});
const keyColumns = [
  'id',
  'shop',
  'kind',
  'person',
  'scopes',
  'name',
  'created_at',
  'expires_at',
  'revoked_at',
] as const;
const keyOf = (row: Omit<Tables['keys'], 'digest'>): KeyRow => ({
  id: row.id,
  shop: row.shop,
  kind: row.kind,
  person: row.person,
  scopes: JSON.parse(row.scopes) as KeyRow['scopes'],
  name: row.name,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
  revokedAt: row.revoked_at,
});
const personColumns = ['id', 'shop', 'kind', 'name', 'role', 'removed_at as removedAt'] as const;

/** Shops and those who work there. */
export const createShops = (runner: Runner): ShopPart => {
  const { build } = runner;
  const people = build.selectFrom('people').select(personColumns);
  const shops = build.selectFrom('shops').selectAll();
  const revokeKeysOf = (person: string, at: number) =>
    build
      .updateTable('keys')
      .set({ revoked_at: at })
      .where('person', '=', person)
      .where('revoked_at', 'is', null);

  return {
    shop: async (id) => {
      const row = await runner.first(shops.where('id', '=', id));
      return row === null ? null : shopOf(row);
    },
    shops: async () => (await runner.all(shops.orderBy('id'))).map(shopOf),
    saveShop: async ({ id, name, origins, signInKeys, uploads, createdAt }) => {
      const rules = { uploads: uploads === undefined ? null : JSON.stringify(uploads) };
      const lists = { origins: JSON.stringify(origins), sign_in_keys: JSON.stringify(signInKeys) };
      const set = { name, ...lists, ...rules };
      const shop = build.insertInto('shops').values({ id, ...set, created_at: createdAt });
      await runner.run(shop.onConflict((known) => known.column('id').doUpdateSet(set)));
    },
    person: (shop, id) => runner.first(people.where('shop', '=', shop).where('id', '=', id)),
    people: (shop) => runner.all(people.where('shop', '=', shop).orderBy('name').orderBy('id')),
    savePerson: async ({ id, shop, kind, name, role, removedAt }) => {
      const set = { kind, name, role, removed_at: removedAt };
      const person = build.insertInto('people').values({ id, shop, ...set });
      const saved = person.onConflict((known) =>
        known.column('id').doUpdateSet(set).where('people.shop', '=', shop),
      );
      await runner.together(removedAt === null ? [saved] : [saved, revokeKeysOf(id, removedAt)]);
    },
  };
};

/** Keys, desk sessions and sign-in codes. */
export const createKeys = (runner: Runner): KeyPart => {
  const { build } = runner;
  const rows = build.selectFrom('keys').select(keyColumns);
  const find = async (query: Compilable<Omit<Tables['keys'], 'digest'>>): Promise<KeyRow | null> => {
    const row = await runner.first(query);
    return row === null ? null : keyOf(row);
  };

  return {
    keyByDigest: (digest) => find(rows.where('digest', '=', digest)),
    key: (id) => find(rows.where('id', '=', id)),
    keys: async (shop) =>
      (await runner.all(rows.where('shop', '=', shop).orderBy('created_at').orderBy('id'))).map(keyOf),
    addKey: async ({ id, digest, shop, kind, person, scopes, name, ...times }) => {
      const dates = {
        created_at: times.createdAt,
        expires_at: times.expiresAt,
        revoked_at: times.revokedAt,
      };
      const row = { id, digest, shop, kind, person, scopes: JSON.stringify(scopes), name, ...dates };
      await runner.run(build.insertInto('keys').values(row));
    },
    revokeKey: async (id, at) => {
      const key = build.updateTable('keys').set({ revoked_at: at }).where('id', '=', id);
      return (await runner.run(key.where('revoked_at', 'is', null))) === 1;
    },
    takeCode: (digest, at) => {
      const code = build.updateTable('keys').set({ revoked_at: at }).where('digest', '=', digest);
      const taken = code
        .where('kind', '=', 'code')
        .where('revoked_at', 'is', null)
        .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', at)]));
      return find(taken.returning(keyColumns));
    },
  };
};

/** What has been revoked, of keys and of shoppers’ tokens. */
export const createRevocations = ({ build, all }: Runner): RevocationPart => ({
  revokedSince: async (at) => {
    const keys = await all(build.selectFrom('keys').select('id').where('revoked_at', '>=', at));
    const tokens = await all(build.selectFrom('tokens').select('digest').where('revoked_at', '>=', at));
    return { keys: keys.map(({ id }) => id), tokens: tokens.map(({ digest }) => digest) };
  },
});
