import type { Challenge, Challenged, IdentityStore } from '../identity-store.ts';
import type { Tables } from '../tables.ts';
import type { Connection } from './connection.ts';
import { attemptAsync } from './engine.ts';

const challengeOf = ({ expires_at: expiresAt, ...row }: Tables['challenges']) => ({ ...row, expiresAt });

/** Codes under way, and what they proved, over one connection. */
export const createChallenges = (connection: Connection): IdentityStore => {
  const { build } = connection;
  const remove = ({ shop, shopper, id }: Challenged & { id?: string }): boolean => {
    const theirs = build.deleteFrom('challenges').where('shop', '=', shop).where('shopper', '=', shopper);
    return connection.run(id === undefined ? theirs : theirs.where('id', '=', id)) === 1;
  };
  const keepProof = ({ shop, shopper }: Challenged, proved: string | null): void => {
    const theirs = build.updateTable('shoppers').where('shop', '=', shop).where('id', '=', shopper);
    connection.run(theirs.set({ proved }));
  };
  const replace = ({ expiresAt, ...challenge }: Challenge, now: number): void => {
    connection.run(build.deleteFrom('challenges').where('expires_at', '<=', now));
    remove(challenge);
    const row = { ...challenge, tries: 0, expires_at: expiresAt };
    connection.run(build.insertInto('challenges').values(row));
  };

  return {
    saveChallenge: (challenge, now) =>
      attemptAsync(() => connection.transaction(() => replace(challenge, now))),
    tryChallenge: ({ shop, shopper }, { now, triesMax }) =>
      attemptAsync(() => {
        const tried = build
          .updateTable('challenges')
          .set((row) => ({ tries: row('tries', '+', 1) }))
          .where('shop', '=', shop)
          .where('shopper', '=', shopper)
          .where('expires_at', '>', now)
          .where('tries', '<', triesMax)
          .returningAll();
        const row = connection.first<Tables['challenges']>(tried);
        return row && challengeOf(row);
      }),
    prove: (challenge, proved) =>
      attemptAsync(() =>
        connection.transaction(() => {
          if (!remove(challenge)) return false;
          keepProof(challenge, JSON.stringify(proved));
          return true;
        }),
      ),
    dropChallenge: (challenge) => attemptAsync(() => void remove(challenge)),
    voidProof: ({ shop, shopper }) =>
      attemptAsync(() =>
        connection.transaction(() => {
          remove({ shop, shopper });
          keepProof({ shop, shopper }, null);
        }),
      ),
  };
};
