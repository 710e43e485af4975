import { z } from 'zod';
import type { Command } from './command.ts';
import { At, Label, text } from './fields.ts';
import { sizes } from './limits.ts';

const everyoneInside = ['agent', 'trainee', 'supervisor', 'bot', 'admin'] as const;
const keepers = ['supervisor', 'admin'] as const;

/** A canned response’s short name, as it is typed after a slash: `return-label`. */
export const CannedId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'lower-case letters, digits and dashes, at most 40');
const version = z.int().min(1);
const language = z.string().regex(/^[a-z]{2,3}$/, 'a language, e.g. de');

/** Which canned response a message was made from, as it was then. Staff alone learn of it. */
export const CannedRef = z.strictObject({ id: CannedId, version });
export type CannedRef = z.infer<typeof CannedRef>;

/** A standard response, kept by the shop. Its text may name variables: `{{shopper.name}}`. */
export const CannedResponse = z.strictObject({
  id: CannedId,
  title: Label,
  text: text(sizes.textMaxChars),
  /** What it is written in; absent: it serves in any. */
  language: language.optional(),
  version,
  /** How many messages were made from it. */
  uses: z.int().min(0),
  updatedAt: At,
});
export type CannedResponse = z.infer<typeof CannedResponse>;

/** What staff may ask about canned responses. */
export const cannedCommands = {
  'canned:list': {
    summary: 'The shop’s canned responses, by title.',
    input: z.strictObject({}),
    output: z.strictObject({ canned: z.array(CannedResponse) }),
    roles: everyoneInside,
    scope: 'read',
  },
  'canned:save': {
    summary:
      'Adds a canned response (made from version 0), or replaces it; `conflict` when somebody has saved it meanwhile, and beyond 1,000.',
    input: CannedResponse.omit({ uses: true, updatedAt: true }).extend({ version: z.int().min(0) }),
    output: z.strictObject({ version, updatedAt: At }),
    roles: keepers,
    scope: 'reply',
  },
  'canned:remove': {
    summary: 'Removes a canned response; messages made from it stay.',
    input: z.strictObject({ id: CannedId }),
    output: z.strictObject({ removed: z.boolean() }),
    roles: keepers,
    scope: 'reply',
  },
} as const satisfies Record<string, Command>;
