import type { KeyRow, PeopleStore, ShopRow } from '../store.ts';
import type { Tables } from '../tables.ts';
import type { Connection } from './connection.ts';
import { attemptAsync } from './engine.ts';

type ShopPart = Pick<PeopleStore, 'shop' | 'shops' | 'saveShop' | 'person' | 'people' | 'savePerson'>;
type KeyPart = Pick<PeopleStore, 'keyByDigest' | 'key' | 'keys' | 'addKey' | 'revokeKey' | 'takeCode'>;
type RevocationPart = Pick<PeopleStore, 'revokedSince'>;

const shopOf = (row: Tables['shops']): ShopRow => ({
  id: row.id,
  name: row.name,
  origins: JSON.parse(row.origins) as string[],
  signInKeys: JSON.parse(row.sign_in_keys) as ShopRow['signInKeys'],
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

/** Shops and those who work there, over one connection. */
export const createShops = (connection: Connection): ShopPart => {
  const { build } = connection;
  const people = build.selectFrom('people').select(personColumns);
  const shops = build.selectFrom('shops').selectAll();
  const revokeKeysOf = (person: string, at: number): number =>
    connection.run(
      build
        .updateTable('keys')
        .set({ revoked_at: at })
        .where('person', '=', person)
        .where('revoked_at', 'is', null),
    );

  return {
    shop: (id) =>
      attemptAsync(() => {
        const row = connection.first(shops.where('id', '=', id));
        return row === null ? null : shopOf(row);
      }),
    shops: () => attemptAsync(() => connection.all(shops.orderBy('id')).map(shopOf)),
    saveShop: ({ id, name, origins, signInKeys, createdAt }) =>
      attemptAsync(() => {
        const set = { name, origins: JSON.stringify(origins), sign_in_keys: JSON.stringify(signInKeys) };
        const row = { id, ...set, created_at: createdAt };
        connection.run(
          build
            .insertInto('shops')
            .values(row)
            .onConflict((shop) => shop.column('id').doUpdateSet(set)),
        );
      }),
    person: (shop, id) =>
      attemptAsync(() => connection.first(people.where('shop', '=', shop).where('id', '=', id))),
    people: (shop) =>
      attemptAsync(() => connection.all(people.where('shop', '=', shop).orderBy('name').orderBy('id'))),
    savePerson: ({ id, shop, kind, name, role, removedAt }) =>
      attemptAsync(() =>
        connection.transaction(() => {
          const set = { kind, name, role, removed_at: removedAt };
          const person = build.insertInto('people').values({ id, shop, ...set });
          connection.run(
            person.onConflict((known) => known.column('id').doUpdateSet(set).where('people.shop', '=', shop)),
          );
          if (removedAt !== null) revokeKeysOf(id, removedAt);
        }),
      ),
  };
};

/** Keys, desk sessions and sign-in codes over one connection. */
export const createKeys = (connection: Connection): KeyPart => {
  const { build } = connection;
  const rows = build.selectFrom('keys').select(keyColumns);
  const find = (query: typeof rows): KeyRow | null => {
    const row = connection.first(query);
    return row === null ? null : keyOf(row);
  };

  return {
    keyByDigest: (digest) => attemptAsync(() => find(rows.where('digest', '=', digest))),
    key: (id) => attemptAsync(() => find(rows.where('id', '=', id))),
    keys: (shop) =>
      attemptAsync(() =>
        connection.all(rows.where('shop', '=', shop).orderBy('created_at').orderBy('id')).map(keyOf),
      ),
    addKey: ({ id, digest, shop, kind, person, scopes, name, ...times }) =>
      attemptAsync(() => {
        const dates = {
          created_at: times.createdAt,
          expires_at: times.expiresAt,
          revoked_at: times.revokedAt,
        };
        const row = { id, digest, shop, kind, person, scopes: JSON.stringify(scopes), name, ...dates };
        connection.run(build.insertInto('keys').values(row));
      }),
    revokeKey: (id, at) =>
      attemptAsync(() => {
        const key = build.updateTable('keys').set({ revoked_at: at }).where('id', '=', id);
        return connection.run(key.where('revoked_at', 'is', null)) === 1;
      }),
    takeCode: (digest, at) =>
      attemptAsync(() =>
        connection.transaction(() => {
          const code = build.updateTable('keys').set({ revoked_at: at }).where('digest', '=', digest);
          const taken = code
            .where('kind', '=', 'code')
            .where('revoked_at', 'is', null)
            .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', at)]));
          return connection.run(taken) === 1 ? find(rows.where('digest', '=', digest)) : null;
        }),
      ),
  };
};

/** What has been revoked, of keys and of shoppers’ tokens, over one connection. */
export const createRevocations = ({ build, all }: Connection): RevocationPart => ({
  revokedSince: (at) =>
    attemptAsync(() => ({
      keys: all(build.selectFrom('keys').select('id').where('revoked_at', '>=', at)).map(({ id }) => id),
      tokens: all(build.selectFrom('tokens').select('digest').where('revoked_at', '>=', at)).map(
        ({ digest }) => digest,
      ),
    })),
});
