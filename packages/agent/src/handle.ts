import { ActionOffer, ActionPlan, Card, refuse, type Json } from '@shopbell/protocol';
import type {
  Action,
  ActionHandler,
  ActionSchema,
  ActionSteps,
  MadeBy,
  Plan,
  TakenBy,
  Verdict,
  Verified,
} from './action-types.ts';
import { check } from './check.ts';

const offerOf = (action: Action, { plan, verify }: { plan?: unknown; verify?: unknown }): ActionOffer => {
  const steps = [...(plan ? (['plan'] as const) : []), ...(verify ? (['verify'] as const) : [])];
  const { steps: _, ...rest } = action.offer;
  const offer = ActionOffer.safeParse(steps.length > 0 ? { ...rest, steps } : rest);
  if (offer.success) return offer.data;
  throw refuse('bad_request', `${action.name} changes something in the shop: give it a plan.`);
};

const checkedPlan = (name: string, planned: Plan): Plan => {
  if ('refuse' in planned) return planned;
  const plan = ActionPlan.safeParse(planned);
  if (plan.success) return plan.data;
  const [issue] = plan.error.issues;
  throw refuse(
    'internal',
    `The plan of ${name} does not fit at “${issue?.path.join('.')}”: ${issue?.message}`,
  );
};

/** The parsing around an action’s functions: what comes in and what they return, each by its schema. */
const createParser = <I extends ActionSchema, O extends ActionSchema>(
  action: Action<I, O>,
  draw: ActionSteps<I, O>['card'],
) => {
  const input = (given: Json): Promise<MadeBy<I>> =>
    check(action.input, given, { code: 'bad_request', what: 'The input' });
  const output = (given: unknown): Promise<MadeBy<O>> =>
    check(action.output, given, { code: 'internal', what: `What ${action.name} returned` });
  /** What goes over the wire is what the schema takes; what the card is drawn from is what it makes of it. */
  const result = async (made: MadeBy<I>, returned: TakenBy<O>): Promise<{ output: Json; card?: Card }> => {
    const drawn = draw?.({ input: made, output: await output(returned) });
    if (!draw) await output(returned);
    if (drawn === undefined) return { output: returned as Json };
    const card = Card.safeParse(drawn);
    if (!card.success)
      throw refuse('internal', `The card of ${action.name} does not fit: ${card.error.message}`);
    return { output: returned as Json, card: card.data };
  };
  const verdict = async (made: MadeBy<I>, found: Verdict<TakenBy<O>>): Promise<Verified> => {
    if (typeof found === 'string' || !('verified' in found)) return found;
    const { output: verified, card } = await result(made, found.verified);
    return { verified, ...(card ? { card } : {}) };
  };
  return { input, output, result, verdict };
};

/**
 * Says how an office carries out an action. Inputs and outputs are parsed on this side too. Throws `bad_request` when
 * a write has no plan.
 */
export const handle = <I extends ActionSchema, O extends ActionSchema>(
  action: Action<I, O>,
  { plan, run, verify, card }: ActionSteps<I, O>,
): ActionHandler => {
  const parse = createParser(action, card);
  return {
    offer: offerOf(action, { plan, verify }),
    async perform(context) {
      const input = await parse.input(context.input);
      return parse.result(input, await run({ ...context, input }));
    },
    ...(plan && {
      async plan(context) {
        const input = await parse.input(context.input);
        return checkedPlan(action.name, await plan({ ...context, input }));
      },
    }),
    ...(verify && {
      async verify(context) {
        const input = await parse.input(context.input);
        const output = context.output === null ? null : await parse.output(context.output);
        return parse.verdict(input, await verify({ ...context, input, output }));
      },
    }),
  };
};
