import { z } from 'zod';
import { Card } from './cards.ts';
import { ActionId, At, ConversationId, Json, Label, text } from './fields.ts';
import { Author, Shopper } from './people.ts';

/** `noun.verb`: `order.lookup`. */
export const ActionName = z
  .string()
  .max(60)
  .regex(/^[a-z][a-z0-9]*(\.[a-z][a-z0-9_]*)+$/, 'noun.verb, e.g. order.lookup');

/** The shopper’s identity an action needs: nobody’s, one the relay knows, one the shop vouched for. */
export const IdentityLevel = z.enum(['anyone', 'known', 'verified']);
export type IdentityLevel = z.infer<typeof IdentityLevel>;

/** A JSON Schema (draft 2020-12) of an input or output. */
export const JsonSchema = z.record(z.string(), Json);
export type JsonSchema = z.infer<typeof JsonSchema>;

/** An action as an office offers it and as forms, bots and models read it. */
export const ActionOffer = z.strictObject({
  name: ActionName,
  version: z.int().min(1),
  title: Label,
  description: text(600).optional(),
  effect: z.enum(['read', 'write']),
  identity: IdentityLevel,
  input: JsonSchema,
  output: JsonSchema,
});
export type ActionOffer = z.infer<typeof ActionOffer>;

/** What the relay hands an office to carry out. `id` is the idempotency key. */
export const ActionTask = z.strictObject({
  id: ActionId,
  name: ActionName,
  version: z.int().min(1),
  input: Json,
  conversation: ConversationId,
  shopper: Shopper.omit({ createdAt: true }),
  by: Author,
  /** Who will see the card: an office discloses to `everyone` only what the shopper may see. */
  audience: z.enum(['everyone', 'staff']),
  /** The office must have reported by then. */
  dueAt: At,
});
export type ActionTask = z.infer<typeof ActionTask>;

/** What an office reports. `card` is what the transcript shows; `output` is for programs and staff. */
export const ActionReport = z.discriminatedUnion('step', [
  z.strictObject({ action: ActionId, step: z.literal('succeeded'), output: Json, card: Card.optional() }),
  z.strictObject({
    action: ActionId,
    step: z.literal('failed'),
    error: z.strictObject({ code: z.string().min(1).max(60), message: z.string().min(1).max(500) }),
  }),
]);
export type ActionReport = z.infer<typeof ActionReport>;
