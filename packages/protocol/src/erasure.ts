import { z } from 'zod';
import type { Command } from './command.ts';
import { At, ConversationId, ShopperId } from './fields.ts';

/** An erasure as it stands: asked for at a time, with so many entries erased by now; `doneAt: null`: it is under way. */
export const Erasure = z.strictObject({
  subject: z.union([ShopperId, ConversationId]),
  askedAt: At,
  entries: z.int().min(0),
  doneAt: At.nullable(),
});
export type Erasure = z.infer<typeof Erasure>;

/** What an admin may have erased. */
export const erasureCommands = {
  'shopper:erase': {
    summary:
      'Erases a shopper: their name, claims, proofs and tokens, and what was said in each of their conversations. Asked again: how far it is.',
    input: z.strictObject({ shopper: ShopperId }),
    output: z.strictObject({ erasure: Erasure }),
    roles: ['admin'],
    scope: 'admin',
  },
  'conversation:erase': {
    summary: 'Closes a conversation and erases what was said in it. Asked again: how far it is.',
    input: z.strictObject({ conversation: ConversationId }),
    output: z.strictObject({ erasure: Erasure }),
    roles: ['admin'],
    scope: 'admin',
  },
} as const satisfies Record<string, Command>;
