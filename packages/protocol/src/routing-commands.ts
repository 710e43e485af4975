import { z } from 'zod';
import { Done, type Command } from './command.ts';
import { ChosenState } from './work.ts';

/** What staff may ask about it. */
export const routingCommands = {
  'state:set': {
    summary: 'Whether one takes conversations now, where the shop gives them out: `available` or `away`.',
    input: z.strictObject({ state: ChosenState }),
    output: Done,
    roles: ['agent', 'supervisor', 'admin'],
    scope: 'reply',
  },
} as const satisfies Record<string, Command>;
