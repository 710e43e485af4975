import { formatMoney, type Money, type Role } from '@shopbell/protocol';

/**
 * The actions by which money or goods move, and what of it counts: what goes back (refund, cancellation, fewer articles,
 * return), what is given (voucher), the value of what is sent before anything has come back (exchange), the total (order).
 */
export const limitedActions = [
  'order.place',
  'refund.issue',
  'goodwill.grant',
  'order.cancel',
  'order.change_items',
  'return.open',
  'exchange.open',
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

const allowed = (each: number, day: number): Allowance => ({ each, day });

/**
 * What everybody may do alone in a shop in euro, in cents. The less comes back for the money, the less it is: a refund and a
 * voucher are given away; a cancellation keeps the goods; a return is paid on arrival; an order is the shopper’s own money.
 * A trainee asks each time, and so does a bot, but for what the shopper pays for or sends back.
 */
export const defaultLimits: Limits = {
  currency: 'EUR',
  actions: {
    'refund.issue': {
      cap: 100_000,
      roles: {
        agent: allowed(5_000, 20_000),
        supervisor: allowed(20_000, 100_000),
        admin: allowed(20_000, 100_000),
      },
    },
    'goodwill.grant': {
      cap: 5_000,
      roles: {
        agent: allowed(1_000, 5_000),
        supervisor: allowed(5_000, 20_000),
        admin: allowed(5_000, 20_000),
      },
    },
    'order.cancel': {
      cap: 1_000_000,
      roles: {
        agent: allowed(50_000, 200_000),
        supervisor: allowed(200_000, 1_000_000),
        admin: allowed(200_000, 1_000_000),
      },
    },
    'order.change_items': {
      cap: 100_000,
      roles: {
        agent: allowed(10_000, 50_000),
        supervisor: allowed(50_000, 200_000),
        admin: allowed(50_000, 200_000),
      },
    },
    'return.open': {
      cap: 1_000_000,
      roles: {
        bot: allowed(10_000, 100_000),
        agent: allowed(50_000, 200_000),
        supervisor: allowed(200_000, 1_000_000),
        admin: allowed(200_000, 1_000_000),
      },
    },
    'exchange.open': {
      cap: 500_000,
      roles: {
        agent: allowed(20_000, 100_000),
        supervisor: allowed(100_000, 500_000),
        admin: allowed(100_000, 500_000),
      },
    },
    'order.place': {
      cap: 1_000_000,
      roles: {
        bot: allowed(20_000, 500_000),
        agent: allowed(100_000, 500_000),
        supervisor: allowed(500_000, 2_000_000),
        admin: allowed(500_000, 2_000_000),
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
