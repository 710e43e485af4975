import { z } from 'zod';
import { ActionName, ActionOffer, ActionReport, Approval, PlanPreview } from './actions.ts';
import { Done, limit, Stored, type Command } from './command.ts';
import { ActionId, ConversationId, Digest, Json, Nonce, text } from './fields.ts';
import { sizes } from './limits.ts';

const everyoneInside = ['agent', 'trainee', 'supervisor', 'bot', 'admin'] as const;
const deciders = ['supervisor', 'admin'] as const;

/** What everything that is not a shopper may ask about actions. */
export const actionCommands = {
  'action:list': {
    summary: 'What the shop’s offices offer now.',
    input: z.strictObject({}),
    output: z.strictObject({ actions: z.array(ActionOffer) }),
    roles: everyoneInside,
    scope: 'read',
  },
  'action:preview': {
    summary:
      'Asks an office what it would plan. Nothing is stored and nobody is asked to agree. Needs the scope `action:<name>`.',
    input: z.strictObject({
      conversation: ConversationId,
      name: ActionName,
      input: Json,
      audience: z.enum(['everyone', 'staff']).default('everyone'),
    }),
    output: PlanPreview,
    roles: everyoneInside,
    rate: 'agentAction',
  },
  'action:request': {
    summary:
      'Asks an office to carry out an action. The steps follow as entries. Needs the scope `action:<name>`. What a trainee asks for waits for an approval, unless it only reads.',
    input: z.strictObject({
      conversation: ConversationId,
      nonce: Nonce,
      name: ActionName,
      input: Json,
      /** `staff`: the shopper learns nothing of it. */
      audience: z.enum(['everyone', 'staff']).default('everyone'),
      /** The digest of the preview that was looked at: another plan is refused before anybody sees it. */
      expects: Digest.optional(),
    }),
    output: Stored.extend({ action: ActionId }),
    roles: everyoneInside,
    rate: 'agentAction',
  },
  'approval:list': {
    summary: 'What waits for an approval in the shop, what expires first on top. `waiting` counts all of it.',
    input: z.strictObject({
      /** The `next` of the page before. */
      cursor: z.string().max(80).optional(),
      limit,
    }),
    output: z.strictObject({
      approvals: z.array(Approval),
      next: z.string().nullable(),
      waiting: z.int().min(0),
    }),
    roles: deciders,
    scope: 'read',
  },
  'action:approve': {
    summary: 'Agrees to an action’s plan, which the digest names. Never by whoever asked for the action.',
    input: z.strictObject({ action: ActionId, digest: Digest, nonce: Nonce }),
    output: Stored,
    roles: deciders,
    scope: 'reply',
  },
  'action:reject': {
    summary: 'Says no to it: the action ends there. The reason is for staff.',
    input: z.strictObject({
      action: ActionId,
      digest: Digest,
      reason: text(sizes.reasonMaxChars).optional(),
      nonce: Nonce,
    }),
    output: Stored,
    roles: deciders,
    scope: 'reply',
  },
  'action:cancel': {
    summary: 'Calls an action off before it runs: whoever asked for it, or a supervisor.',
    input: z.strictObject({ action: ActionId, nonce: Nonce }),
    output: Stored,
    roles: everyoneInside,
    scope: 'reply',
  },
  'office:open': {
    summary: 'Offers actions for as long as this connection lives. Each needs the scope `action:<name>`.',
    input: z.strictObject({ actions: z.array(ActionOffer).min(1).max(100) }),
    output: z.strictObject({ accepted: z.array(ActionName) }),
    roles: ['office'],
  },
  'action:report': {
    summary: 'What an office says to what it was asked. A lease that is over is a `conflict`.',
    input: ActionReport,
    output: Done,
    roles: ['office'],
  },
} as const satisfies Record<string, Command>;
