import { z } from 'zod';
import { Card } from './cards.ts';
import { ActionId, At, ConversationId, Digest, Json, Label, Money, text } from './fields.ts';
import { sizes, times } from './limits.ts';
import { Author, Role, Shopper } from './people.ts';

/** `noun.verb`: `order.lookup`. */
export const ActionName = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z0-9]*(\.[a-z][a-z0-9_]*)+$/, 'noun.verb, e.g. order.lookup');

/**
 * The shopper’s identity an action needs. `anyone`: none. `known`: signed in by the shop, or has once proved a mail
 * address by a code. `verified`: signed in by the shop, or has proved an address lately (`Proved.until`).
 */
export const IdentityLevel = z.enum(['anyone', 'known', 'verified']);
export type IdentityLevel = z.infer<typeof IdentityLevel>;

/** A JSON Schema (draft 2020-12) of an input or output. */
export const JsonSchema = z.record(z.string(), Json);
export type JsonSchema = z.infer<typeof JsonSchema>;

/** An action as an office offers it and as forms, bots and models read it. */
export const ActionOffer = z
  .strictObject({
    name: ActionName,
    version: z.int().min(1),
    title: Label,
    description: text(600).optional(),
    effect: z.enum(['read', 'write']),
    identity: IdentityLevel,
    /** What the office can be asked besides running it; none by default. A `write` must have `plan`. */
    steps: z
      .array(z.enum(['plan', 'verify']))
      .max(2)
      .optional(),
    input: JsonSchema,
    output: JsonSchema,
  })
  .refine(({ effect, steps }) => effect === 'read' || steps?.includes('plan'), {
    path: ['steps'],
    message: 'must have “plan” where the effect is “write”',
  });
export type ActionOffer = z.infer<typeof ActionOffer>;

const planned = {
  /** What would happen, in a sentence the shopper reads. */
  summary: text(sizes.summaryMaxChars),
  card: Card.optional(),
  /** Whether the shopper has to say yes. */
  confirm: z.boolean(),
  /** Who of the shop has to say yes, besides whoever asked. */
  approve: z.enum(['supervisor']).optional(),
};

/** What an office says would happen. `amount` counts towards the requester’s day. */
export const ActionPlan = z.strictObject({
  ...planned,
  amount: Money.optional(),
  /** What the office made the plan from, in its own words: it gets them back with the plan. No shopper sees them. */
  basis: z.string().min(1).max(sizes.basisMaxChars).optional(),
  /** How long it may be agreed to; 15 minutes by default. */
  expiresInMs: z.int().min(1_000).max(times.actionExpiresMaxMs).optional(),
});
export type ActionPlan = z.infer<typeof ActionPlan>;

/** A plan as the transcript shows it. `digest` is what an agreement names: any change to the plan changes it. */
export const PlanShown = z.strictObject({ ...planned, digest: Digest, expiresAt: At });
export type PlanShown = z.infer<typeof PlanShown>;

/** A plan somebody looks at before they ask for it: nothing was asked of anybody yet. */
export const PlanPreview = z.strictObject({
  plan: ActionPlan,
  /** What `action:request` names as `expects`, so that nobody is asked to agree to another plan than this one. */
  digest: Digest,
});
export type PlanPreview = z.infer<typeof PlanPreview>;

/** A plan that waits for somebody of the shop to agree. */
export const Approval = z.strictObject({
  action: ActionId,
  name: ActionName,
  title: Label,
  conversation: ConversationId,
  shopper: Shopper.omit({ createdAt: true }),
  /** Who asked, and as what. */
  by: Author,
  role: Role,
  input: Json,
  plan: PlanShown,
  /** What leaves the shop by it. */
  amount: Money.optional(),
  /** Whether the shopper has agreed already. */
  confirmed: z.boolean(),
});
export type Approval = z.infer<typeof Approval>;

/** What the relay asks an office. `id` is the idempotency key of running it. */
export const ActionTask = z.strictObject({
  id: ActionId,
  ask: z.enum(['plan', 'run', 'verify']),
  /** Grows with each handing over; the report names it. */
  lease: z.int().min(1),
  name: ActionName,
  version: z.int().min(1),
  input: Json,
  conversation: ConversationId,
  shopper: Shopper.omit({ createdAt: true }),
  by: Author,
  /** The requester’s. */
  role: Role,
  /** Who will see the card: an office discloses to `everyone` only what the shopper may see. */
  audience: z.enum(['everyone', 'staff']),
  /** For `plan`: what the requester’s actions of this name come to today (UTC), by currency; open plans count. */
  spentToday: z.array(Money).optional(),
  /** For `run` and `verify`: the plan that was agreed to. */
  plan: ActionPlan.optional(),
  /** For `verify`: what running it gave; `null` when the office fell silent. */
  output: Json.optional(),
  /** The office must have reported by then. */
  dueAt: At,
});
export type ActionTask = z.infer<typeof ActionTask>;

const head = { action: ActionId, lease: z.int().min(1) };
const ActionError = z.strictObject({ code: z.string().min(1).max(60), message: z.string().min(1).max(500) });

/** What an office reports. `card` is what the transcript shows; `output` is for programs and staff. */
export const ActionReport = z.discriminatedUnion('step', [
  z.strictObject({ ...head, step: z.literal('planned'), plan: ActionPlan }),
  /** Before it runs: the shop’s rules do not allow it. */
  z.strictObject({ ...head, step: z.literal('refused'), error: ActionError }),
  z.strictObject({ ...head, step: z.literal('succeeded'), output: Json, card: Card.optional() }),
  z.strictObject({ ...head, step: z.literal('failed'), error: ActionError }),
  /** It may have taken effect or not: a write that was cut off. The relay has it verified. */
  z.strictObject({ ...head, step: z.literal('unknown'), error: ActionError }),
  /** Read back: it took effect. `output` and `card` where running it gave none, or where they are others by now. */
  z.strictObject({ ...head, step: z.literal('verified'), output: Json.optional(), card: Card.optional() }),
  z.strictObject({ ...head, step: z.literal('unverified'), error: ActionError }),
  /** Read back: nothing happened. */
  z.strictObject({ ...head, step: z.literal('nothing') }),
  /** It cannot be told yet: ask again then. */
  z.strictObject({
    ...head,
    step: z.literal('later'),
    againInMs: z.int().min(100).max(times.actionLaterMaxMs),
  }),
]);
export type ActionReport = z.infer<typeof ActionReport>;
