import type { Challenged, IdentityStore } from './identity-store.ts';
import type { Runner } from './runner.ts';
import type { Tables } from './tables.ts';

const challengeOf = ({ expires_at: expiresAt, ...row }: Tables['challenges']) => ({ ...row, expiresAt });

const createQueries = ({ build }: Runner) => ({
  remove: ({ shop, shopper }: Challenged) =>
    build.deleteFrom('challenges').where('shop', '=', shop).where('shopper', '=', shopper),
  keepProof: ({ shop, shopper }: Challenged, proved: string | null) =>
    build.updateTable('shoppers').where('shop', '=', shop).where('id', '=', shopper).set({ proved }),
});

/** Codes under way, and what they proved. */
export const createChallenges = (runner: Runner): IdentityStore => {
  const { build } = runner;
  const { remove, keepProof } = createQueries(runner);

  return {
    saveChallenge: async ({ expiresAt, ...challenge }, now) => {
      const over = build.deleteFrom('challenges').where('expires_at', '<=', now);
      const row = { ...challenge, tries: 0, expires_at: expiresAt };
      await runner.together([over, remove(challenge), build.insertInto('challenges').values(row)]);
    },
    tryChallenge: async ({ shop, shopper }, { now, triesMax }) => {
      const tried = build
        .updateTable('challenges')
        .set((row) => ({ tries: row('tries', '+', 1) }))
        .where('shop', '=', shop)
        .where('shopper', '=', shopper)
        .where('expires_at', '>', now)
        .where('tries', '<', triesMax)
        .returningAll();
      const row = await runner.first<Tables['challenges']>(tried);
      return row && challengeOf(row);
    },
    prove: async (challenge, proved) => {
      const taken = remove(challenge).where('id', '=', challenge.id).returning('id');
      const [removed = []] = await runner.together([
        taken,
        ([rows = []]) => (rows.length === 0 ? null : keepProof(challenge, JSON.stringify(proved))),
      ]);
      return removed.length === 1;
    },
    dropChallenge: async (challenge) => {
      await runner.run(remove(challenge).where('id', '=', challenge.id));
    },
    voidProof: async (whose) => {
      await runner.together([remove(whose), keepProof(whose, null)]);
    },
  };
};
