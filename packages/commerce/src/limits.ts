import { formatMoney, type Money, type Role } from '@shopbell/protocol';

/** The actions by which money leaves the shop. */
export const limitedActions = [
  'refund.issue',
  'goodwill.grant',
  'order.cancel',
  'order.change_items',
  'return.open',
] as const;
export type LimitedAction = (typeof limitedActions)[number];

/** What somebody may do alone: `each` time and `day` long, in minor units of the limits’ currency. */
export type Allowance = { each: number; day: number };

/** The limits of one action. Above `cap` it is refused to everybody; a role that is not named needs approval each time. */
export type ActionLimits = { cap: number; roles: Partial<Record<Role, Allowance>> };

/** A shop’s limits, all in one place. An action that is not named has none. */
export type Limits = { currency: string; actions: Partial<Record<LimitedAction, ActionLimits>> };

/** What somebody wants to spend, and what they have spent of it today. */
export type Spending = {
  action: LimitedAction;
  role: Role;
  amount: Money;
  spentToday: readonly Money[];
};

/** Free to do, to be approved by a supervisor, or refused with a sentence. */
export type Decision = 'free' | 'approve' | { refuse: string };

/** Sensible limits for a shop in euro: 50.00 alone, 200.00 a day, 1,000.00 at most; a trainee or bot always asks. */
export const defaultLimits: Limits = {
  currency: 'EUR',
  actions: {
    'refund.issue': {
      cap: 100_000,
      roles: {
        agent: { each: 5_000, day: 20_000 },
        supervisor: { each: 20_000, day: 100_000 },
        admin: { each: 20_000, day: 100_000 },
      },
    },
    'goodwill.grant': {
      cap: 5_000,
      roles: {
        agent: { each: 1_000, day: 5_000 },
        supervisor: { each: 5_000, day: 20_000 },
        admin: { each: 5_000, day: 20_000 },
      },
    },
  },
};

/** Decides whether somebody may spend this. Many small ones count as one big one: the day’s sum is what counts. */
export const decide = (
  limits: Limits,
  { action, role, amount, spentToday }: Spending,
  locale = 'en',
): Decision => {
  const limit = limits.actions[action];
  if (limit === undefined || amount.amount <= 0) return 'free';
  if (amount.currency !== limits.currency)
    return {
      refuse: `The shop’s limits are in ${limits.currency}: nothing can be spent in ${amount.currency}.`,
    };
  if (amount.amount > limit.cap) {
    const [wanted, most] = [amount, { ...amount, amount: limit.cap }].map((money) =>
      formatMoney(money, locale),
    );
    return { refuse: `${wanted} is more than ${most}, the most this shop allows. Choose a smaller amount.` };
  }
  const spent = spentToday
    .filter(({ currency }) => currency === limits.currency)
    .reduce((sum, money) => sum + money.amount, 0);
  const allowance = limit.roles[role] ?? { each: 0, day: 0 };
  const isWithin = amount.amount <= allowance.each && spent + amount.amount <= allowance.day;
  return isWithin ? 'free' : 'approve';
};
