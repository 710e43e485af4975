import { assert, array, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide, defaultLimits, limitedActions, type Spending } from './limits.ts';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const spending = (amount: number, given: Partial<Spending> = {}): Spending => ({
  action: 'refund.issue',
  role: 'agent',
  amount: eur(amount),
  spentToday: [],
  ...given,
});

describe('limits', () => {
  it.each<[string, Spending, unknown]>([
    ['up to the sum for each time', spending(5_000), 'free'],
    ['over it', spending(5_001), 'approve'],
    ['within the day', spending(5_000, { spentToday: [eur(15_000)] }), 'free'],
    ['over the day by one cent', spending(5_000, { spentToday: [eur(15_001)] }), 'approve'],
    ['by a role without an allowance', spending(1, { role: 'trainee' }), 'approve'],
    ['by a bot', spending(1, { role: 'bot' }), 'approve'],
    ['by a supervisor over their own sum', spending(20_001, { role: 'supervisor' }), 'approve'],
    ['at the cap', spending(100_000, { role: 'supervisor' }), 'approve'],
    [
      'over the cap',
      spending(100_001, { role: 'supervisor' }),
      { refuse: expect.stringMatching(/€1,000\.01.*€1,000\.00/) as string },
    ],
    [
      'in another currency',
      spending(1, { amount: { amount: 1, currency: 'USD' } }),
      { refuse: expect.stringMatching(/EUR/) as string },
    ],
    ['of nothing', spending(0, { role: 'bot' }), 'free'],
    ['by a bot for what the shopper pays', spending(20_000, { action: 'order.place', role: 'bot' }), 'free'],
    ['by a bot over it', spending(20_001, { action: 'order.place', role: 'bot' }), 'approve'],
    ['by a bot that cancels', spending(1, { action: 'order.cancel', role: 'bot' }), 'approve'],
  ])('decide on spending %s', (_, wanted, decision) => {
    expect(decide(defaultLimits, wanted)).toEqual(decision);
  });

  it('are there for every action that moves money or goods, and nobody may alone what nobody may', () => {
    expect(Object.keys(defaultLimits.actions).toSorted()).toEqual(limitedActions.toSorted());
    for (const { cap, roles } of Object.values(defaultLimits.actions))
      for (const { each, day } of Object.values(roles)) {
        expect(each).toBeLessThanOrEqual(Math.min(cap, day));
        expect(each).toBeGreaterThan(0);
      }
  });

  it('do not hold an action that a shop leaves out of its own', () => {
    expect(decide({ currency: 'EUR', actions: {} }, spending(10 ** 9))).toBe('free');
  });

  it('cannot be got round by splitting over a day', () => {
    assert(
      property(array(integer({ min: 1, max: 6_000 }), { minLength: 1, maxLength: 60 }), (amounts) => {
        const spent: ReturnType<typeof eur>[] = [];
        for (const amount of amounts)
          if (decide(defaultLimits, spending(amount, { spentToday: spent })) === 'free')
            spent.push(eur(amount));
        const total = spent.reduce((sum, { amount }) => sum + amount, 0);
        expect(total).toBeLessThanOrEqual(20_000);
      }),
    );
  });
});
