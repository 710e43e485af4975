import { z } from 'zod';
import { defineAction, handle, type ActionSteps } from '../src/index.ts';

/** A write for tests. */
export const payOut = defineAction({
  name: 'money.pay',
  version: 1,
  title: 'Pay out',
  effect: 'write',
  input: z.object({ cents: z.int().min(1) }),
  output: z.object({ paid: z.int() }),
});

type Steps = ActionSteps<(typeof payOut)['input'], (typeof payOut)['output']>;

/** A till that pays each key once and counts how often it was asked to. */
export const openTill = () => {
  const paid = new Map<string, number>();
  const counts = { plan: 0, run: 0, verify: 0 };
  const steps: Steps = {
    plan: ({ input: { cents } }) => {
      counts.plan += 1;
      if (cents > 10_000) return { refuse: 'That is more than there is.' };
      const amount = { amount: cents, currency: 'EUR' };
      return { summary: `Pay ${cents} cents`, confirm: true, amount };
    },
    run: ({ id, input: { cents } }) => {
      counts.run += 1;
      paid.set(id, cents);
      return { paid: cents };
    },
    verify: ({ id }) => {
      counts.verify += 1;
      const found = paid.get(id);
      return found === undefined ? 'nothing' : { verified: { paid: found } };
    },
  };
  return {
    paid,
    counts,
    steps,
    handler: (other: Partial<Steps> = {}) => handle(payOut, { ...steps, ...other }),
  };
};
