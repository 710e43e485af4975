import { Card, refuse, type Json } from '@shopbell/protocol';
import type { Action, ActionHandler, ActionSchema, ActionSteps, MadeBy } from './action-types.ts';
import { check } from './check.ts';

/** Says how an office carries out an action. Inputs and outputs are parsed on this side too. */
export const handle = <I extends ActionSchema, O extends ActionSchema>(
  action: Action<I, O>,
  steps: ActionSteps<I, O>,
): ActionHandler => ({
  offer: action.offer,
  async perform(context) {
    const input: MadeBy<I> = await check(action.input, context.input, {
      code: 'bad_request',
      what: 'The input',
    });
    const returned = await steps.run({ ...context, input });
    const output = await check(action.output, returned, {
      code: 'internal',
      what: `What ${action.name} returned`,
    });
    const drawn = steps.card?.({ input, output });
    if (drawn === undefined) return { output: returned as Json };
    const card = Card.safeParse(drawn);
    if (!card.success)
      throw refuse('internal', `The card of ${action.name} does not fit: ${card.error.message}`);
    return { output: returned as Json, card: card.data };
  },
});
