import { createAllowances } from './allowances.ts';
import type { Challenged, Confirmer, IdentityStore } from './identity-store.ts';
import type { Runner } from './runner.ts';
import type { Tables } from './tables.ts';

type Row = Tables['challenges'];
const challengeOf = ({ expires_at: expiresAt, token: _token, nonce: _nonce, ...row }: Row) => ({
  ...row,
  expiresAt,
});

const createQueries = ({ build }: Runner) => ({
  remove: ({ shop, shopper }: Challenged) =>
    build.deleteFrom('challenges').where('shop', '=', shop).where('shopper', '=', shopper),
  update: ({ shop, shopper }: Challenged) =>
    build.updateTable('challenges').where('shop', '=', shop).where('shopper', '=', shopper),
  voidToken: (digest: string, at: number) =>
    build
      .updateTable('tokens')
      .set({ revoked_at: at })
      .where('digest', '=', digest)
      .where('revoked_at', 'is', null),
  keepProof: ({ shop, shopper }: Challenged, proved: string | null) =>
    build.updateTable('shoppers').where('shop', '=', shop).where('id', '=', shopper).set({ proved }),
});

/** Judges are asked only after a try was counted. */
const createTries = (runner: Runner): Pick<IdentityStore, 'tryChallenge' | 'tryConfirmed' | 'returnTry'> => {
  const { update } = createQueries(runner);
  type Bounds = Parameters<IdentityStore['tryChallenge']>[1];
  const tryOf = async (whose: Challenged, by: Confirmer | null, { now, triesMax }: Bounds) => {
    const tried = update(whose)
      .set((row) => ({ tries: row('tries', '+', 1) }))
      .where('expires_at', '>', now)
      .where('tries', '<', triesMax);
    const own = by
      ? tried.where('token', '=', by.token).where('nonce', '=', by.nonce)
      : tried.where('token', 'is', null);
    const row = await runner.first<Row>(own.returningAll());
    return row && challengeOf(row);
  };
  return {
    tryChallenge: (whose, bounds) => tryOf(whose, null, bounds),
    tryConfirmed: (by, bounds) => tryOf(by, by, bounds),
    returnTry: async (challenge) => {
      const returned = update(challenge).set((row) => ({ tries: row('tries', '-', 1) }));
      await runner.run(returned.where('id', '=', challenge.id));
    },
  };
};

/** Codes under way, and what they proved. */
export const createChallenges = (runner: Runner): IdentityStore => {
  const { build } = runner;
  const { remove, update, voidToken, keepProof } = createQueries(runner);

  return {
    ...createAllowances(runner),
    ...createTries(runner),
    saveChallenge: async ({ expiresAt, ...challenge }, now) => {
      const over = build.deleteFrom('challenges').where('expires_at', '<=', now);
      const row = { ...challenge, tries: 0, expires_at: expiresAt, token: null, nonce: null };
      await runner.together([over, remove(challenge), build.insertInto('challenges').values(row)]);
    },
    prove: async (challenge, proved, { token, nonce, next, until }) => {
      const taken = update(challenge)
        .set((row) => ({ token, nonce, expires_at: until, tries: row('tries', '-', 1) }))
        .where('id', '=', challenge.id)
        .where('token', 'is', null)
        .returning('id');
      const { shop, shopper } = challenge;
      const renewed = { digest: next, shop, shopper, created_at: proved.at, revoked_at: null };
      const isTaken = ([rows = []]: readonly (readonly unknown[])[]): boolean => rows.length > 0;
      const [kept = []] = await runner.together([
        taken,
        (before) => (isTaken(before) ? keepProof(challenge, JSON.stringify(proved)) : null),
        (before) => (isTaken(before) ? voidToken(token, proved.at) : null),
        (before) => (isTaken(before) ? build.insertInto('tokens').values(renewed) : null),
      ]);
      return kept.length === 1;
    },
    shopperConfirming: async (shop, token, now) => {
      const confirmed = build.selectFrom('challenges').select('shopper').where('shop', '=', shop);
      const row = await runner.first<Pick<Row, 'shopper'>>(
        confirmed.where('token', '=', token).where('expires_at', '>', now),
      );
      return row?.shopper ?? null;
    },
    dropChallenge: async (challenge) => {
      await runner.run(remove(challenge).where('id', '=', challenge.id));
    },
    voidProof: async (whose) => {
      await runner.together([remove(whose), keepProof(whose, null)]);
    },
  };
};
