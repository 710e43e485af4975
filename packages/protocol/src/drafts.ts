import { z } from 'zod';
import { limit, Stored, type Command } from './command.ts';
import { AgentId, At, ConversationId, DraftId, Label, Nonce, text } from './fields.ts';
import { sizes } from './limits.ts';
import { Parts, SentParts } from './parts.ts';
import { Author, Shopper } from './people.ts';

const comment = text(sizes.noteMaxChars);

/** A step of a reply that somebody else has to look at before the shopper sees it. Staff alone see it. */
export const DraftData = z.strictObject({
  draft: DraftId,
  step: z.enum(['held', 'released', 'returned', 'withdrawn']),
  /** With `held`: what the shopper would read. */
  parts: Parts.optional(),
  /** With `held`: from then on it is late. */
  dueAt: At.optional(),
  /** With `returned`: what to do about it. With `released`: what to do better next time. */
  comment: comment.optional(),
  /** With `released`: who let it go. The entry’s own author is whoever wrote it, and the message stands right before it. */
  releasedBy: z.strictObject({ id: AgentId, name: Label }).optional(),
  /** With `released`: the message is another one than was held. */
  edited: z.literal(true).optional(),
});

/** A draft that waits to be released. */
export const HeldDraft = z.strictObject({
  id: DraftId,
  conversation: ConversationId,
  shopper: Shopper.omit({ createdAt: true }),
  /** Who wrote it. */
  by: Author,
  parts: Parts,
  heldAt: At,
  /** From then on it is late, and everybody who may release it is told. */
  dueAt: At,
});
export type HeldDraft = z.infer<typeof HeldDraft>;

const everyoneInside = ['agent', 'trainee', 'supervisor', 'bot', 'admin'] as const;
const deciders = ['supervisor', 'admin'] as const;

/** What staff may ask about drafts. */
export const draftCommands = {
  'draft:hold': {
    summary:
      'Writes a reply that somebody else has to release. The only way a trainee answers; agents may use it for a second look.',
    input: z.strictObject({ conversation: ConversationId, nonce: Nonce, parts: SentParts }),
    output: Stored.extend({ draft: DraftId }),
    roles: everyoneInside,
    scope: 'reply',
  },
  'draft:release': {
    summary:
      'Sends a draft to the shopper under its author’s name, as it is or with other parts. Never by its author; once: `conflict`. Answers where the message stands.',
    input: z.strictObject({
      draft: DraftId,
      nonce: Nonce,
      /** What is sent instead; files only from among those of the draft. */
      parts: SentParts.optional(),
      comment: comment.optional(),
    }),
    output: Stored,
    roles: deciders,
    scope: 'reply',
  },
  'draft:return': {
    summary: 'Gives a draft back to its author, who reads why. The shopper learns nothing of it.',
    input: z.strictObject({ draft: DraftId, nonce: Nonce, comment }),
    output: Stored,
    roles: deciders,
    scope: 'reply',
  },
  'draft:withdraw': {
    summary: 'Takes back one’s own draft that is still held.',
    input: z.strictObject({ draft: DraftId, nonce: Nonce }),
    output: Stored,
    roles: everyoneInside,
    scope: 'reply',
  },
  'draft:list': {
    summary:
      'The drafts that are held, those that wait longest first: of the shop, for who may release them; for others their own. `waiting` counts them, `late` those whose time is over.',
    input: z.strictObject({
      /** The `next` of the page before. */
      cursor: z.string().max(80).optional(),
      limit,
    }),
    output: z.strictObject({
      drafts: z.array(HeldDraft),
      next: z.string().nullable(),
      waiting: z.int().min(0),
      late: z.int().min(0),
    }),
    roles: everyoneInside,
    scope: 'read',
  },
} as const satisfies Record<string, Command>;
