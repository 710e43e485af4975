import { z } from 'zod';
import { limit, Stored, type Command } from './command.ts';
import { ActionId, AgentId, At, ConversationId, FollowupId, Label, Nonce, text } from './fields.ts';
import { sizes } from './limits.ts';
import { Author } from './people.ts';

const owner = z.strictObject({ id: AgentId, name: Label }).nullable();

/** Something of a conversation that somebody has to see to, and by when. Staff alone see it. */
export const FollowupData = z.strictObject({
  followup: FollowupId,
  text: text(sizes.followupMaxChars),
  dueAt: At,
  /** Who sees to it; `null`: whoever comes first. */
  owner,
  /** The action it is about. */
  action: ActionId.optional(),
  state: z.enum(['open', 'done']),
  /** With `done`: what came of it. */
  note: text(sizes.noteMaxChars).optional(),
});

/** A follow-up as it stands. `by` is who opened it; the relay itself does for an action that could not be verified. */
export const Followup = FollowupData.omit({ followup: true, note: true }).extend({
  id: FollowupId,
  conversation: ConversationId,
  by: Author,
  createdAt: At,
  /** `null`: it is open. */
  doneAt: At.nullable(),
});
export type Followup = z.infer<typeof Followup>;

const everyoneInside = ['agent', 'trainee', 'supervisor', 'bot', 'admin'] as const;
const people = ['agent', 'supervisor', 'bot', 'admin'] as const;

/** What staff may ask about follow-ups. */
export const followupCommands = {
  'followup:add': {
    summary: 'Opens a follow-up in a conversation.',
    input: z.strictObject({
      conversation: ConversationId,
      nonce: Nonce,
      text: text(sizes.followupMaxChars),
      dueAt: At,
      /** Who sees to it; nobody in particular when left out. */
      owner: AgentId.nullable().optional(),
      action: ActionId.optional(),
    }),
    output: Stored.extend({ followup: FollowupId }),
    roles: people,
    scope: 'reply',
  },
  'followup:finish': {
    summary: 'It has been seen to; what came of it may be noted. One that is done already is a `conflict`.',
    input: z.strictObject({ followup: FollowupId, nonce: Nonce, note: text(sizes.noteMaxChars).optional() }),
    output: Stored,
    roles: people,
    scope: 'reply',
  },
  'followup:list': {
    summary: 'Follow-ups of the shop, those due first on top.',
    input: z.strictObject({
      state: z.enum(['open', 'done']).default('open'),
      /** Only those due before this time. */
      dueBefore: At.optional(),
      /** `me`, `nobody`, or a colleague’s id. */
      owner: z.union([z.enum(['me', 'nobody']), AgentId]).optional(),
      conversation: ConversationId.optional(),
      /** The `next` of the page before. */
      cursor: z.string().max(80).optional(),
      limit,
    }),
    output: z.strictObject({ followups: z.array(Followup), next: z.string().nullable() }),
    roles: everyoneInside,
    scope: 'read',
  },
} as const satisfies Record<string, Command>;
