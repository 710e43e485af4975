import type { Allowance, IdentityStore } from './identity-store.ts';
import type { Runner } from './runner.ts';

/*
 * A bucket is one number, as in `gate/limits.ts`: the time at which it is full again. A token moves it `perMs` later, and
 * there is none where that would be more than `burst × perMs` ahead of now. What lies further ahead than that was written
 * before the clock was set back, and counts as full.
 */

const createQueries = ({ build }: Runner) => {
  const take = ({ key, burst, perMs }: Allowance, now: number) => {
    const most = now + burst * perMs;
    return build
      .insertInto('allowances')
      .values({ key, full_at: now + perMs })
      .onConflict((known) =>
        known
          .column('key')
          .doUpdateSet((is) => ({
            full_at: is
              .case()
              .when(is.and([is('allowances.full_at', '>', now), is('allowances.full_at', '<=', most)]))
              .then(is('allowances.full_at', '+', perMs))
              .else(now + perMs)
              .end(),
          }))
          .where((is) =>
            is.or([is('allowances.full_at', '<=', most - perMs), is('allowances.full_at', '>', most)]),
          ),
      )
      .returning('full_at');
  };
  return {
    take,
    forget: (now: number) => build.deleteFrom('allowances').where('full_at', '<=', now),
    fullAt: (key: string) => build.selectFrom('allowances').select('full_at').where('key', '=', key),
  };
};

/** Buckets of tokens in the store: they count on all relays, and outlive each. */
export const createAllowances = (runner: Runner): Pick<IdentityStore, 'takeAllowances'> => {
  const { take, forget, fullAt } = createQueries(runner);
  return {
    takeAllowances: async (asked, now) => {
      // Times are kept in whole milliseconds.
      const allowances = asked.map((each) => ({ ...each, perMs: Math.ceil(each.perMs) }));
      const steps = allowances.map(
        (allowance, index) => (before: readonly (readonly unknown[])[]) =>
          // The first gives no row to go on from: before it stands what was forgotten.
          index === 0 || before[index]?.length === 1 ? take(allowance, now) : null,
      );
      const [, ...taken] = await runner.together([forget(now), ...steps]);
      const refused = allowances[taken.findIndex((rows) => rows.length === 0)];
      if (!refused) return 0;
      const full = await runner.first<{ full_at: number }>(fullAt(refused.key));
      const { burst, perMs } = refused;
      return Math.max(1, (full?.full_at ?? now) + perMs - now - burst * perMs);
    },
  };
};
