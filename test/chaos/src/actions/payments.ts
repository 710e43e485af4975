import { setTimeout as pause } from 'node:timers/promises';
import { defineAction, handle, refuse, type ActionHandler } from '@shopbell/agent';
import { z } from 'zod';
import { createGather } from './gather.ts';
import type { PaymentLedger } from './payment-ledger.ts';

const Manner = z.enum([
  'well',
  'refuses the plan',
  'says no',
  'throws before, once',
  'throws after',
  'hangs, once',
  'is late, once',
  'returns garbage',
  'returns 10 MB',
  'reads back later, once',
  'lapses soon',
]);
const Consent = z.enum(['shopper', 'both', 'supervisor']);

/** How a tool behaves; only the first time where it says so. */
export type Manner = z.infer<typeof Manner>;
/** Whom a plan asks for a yes. */
export type Consent = z.infer<typeof Consent>;

/** How many tills there are: plans of one requester for one name are asked for one after the other. */
export const tills = 8;

/** A write at one till. */
export const payAt = (till: number) =>
  defineAction({
    name: `till${till}.pay`,
    version: 1,
    title: 'Pay out',
    effect: 'write',
    input: z.object({ cents: z.int().min(1), manner: Manner, consent: Consent }),
    output: z.object({ paid: z.int() }),
  });

/** Where an office may be killed. */
export type KillPoint = 'before the effect' | 'after the effect' | 'in verify';

/** Told of each action that comes to a point; whoever is to be killed there never comes back from it. */
export type At = (point: KillPoint, id: string) => Promise<void>;

/** What the tools of an office work with. `lateMs`: how late a late one is. */
export type TillOptions = { ledger: PaymentLedger; at: At; lateMs: number };

const wrong = (output: unknown): { paid: number } => output as { paid: number };
const tenMegabytes = 10 * 1024 * 1024;

type Run = { id: string; cents: number; manner: Manner };

const createRun = ({ ledger, at, lateMs }: TillOptions) => {
  const isFirst = (what: string, id: string): boolean => ledger.isFirst(`${what}-${id}`);

  const comeToIt = async ({ id, manner }: Run): Promise<void> => {
    await at('before the effect', id);
    if (manner === 'says no') throw refuse('conflict', 'The account is closed.');
    if (manner === 'throws before, once' && isFirst('threw', id)) throw new Error('the bank is away');
    if (manner === 'hangs, once' && isFirst('hung', id)) await new Promise(() => {});
    // Whatever the signal says: a tool that heeds it is not late.
    if (manner === 'is late, once' && isFirst('late', id)) await pause(lateMs);
  };
  return async (given: Run): Promise<{ paid: number }> => {
    const { id, cents, manner } = given;
    await comeToIt(given);
    ledger.pay({ key: id, cents });
    await at('after the effect', id);
    if (manner === 'throws after') throw new Error('the line to the bank broke');
    if (manner === 'returns garbage') return wrong({ paid: ['a lot'], hello: null });
    if (manner === 'returns 10 MB') return wrong({ paid: cents, filler: 'x'.repeat(tenMegabytes) });
    return { paid: cents };
  };
};

/** The handlers of all tills. What they do in the same moment they report in the same turn. */
export const tillHandlers = (options: TillOptions): ActionHandler[] => {
  const { ledger, at } = options;
  const run = createRun(options);
  const [planned, ran, verified] = [createGather(10), createGather(10), createGather(10)];
  return Array.from({ length: tills }, (_, till) =>
    handle(payAt(till), {
      plan: async ({ input: { cents, manner, consent } }) => {
        await planned();
        if (manner === 'refuses the plan') return { refuse: 'There is no money today.' };
        return {
          summary: `Pay ${cents} cents`,
          confirm: consent !== 'supervisor',
          ...(consent === 'shopper' ? {} : { approve: 'supervisor' as const }),
          amount: { amount: cents, currency: 'EUR' },
          ...(manner === 'lapses soon' ? { expiresInMs: 1_000 } : {}),
        };
      },
      run: async ({ id, input: { cents, manner } }) => {
        const paid = await run({ id, cents, manner });
        await ran();
        return paid;
      },
      verify: async ({ id, input: { manner } }) => {
        await at('in verify', id);
        await verified();
        if (manner === 'reads back later, once' && ledger.isFirst(`read-${id}`)) return { againInMs: 100 };
        const found = ledger.find(id);
        return found ? { verified: { paid: found.cents } } : 'nothing';
      },
    }),
  );
};
