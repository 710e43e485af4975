import { z } from 'zod';
import type { Command } from './command.ts';
import { Conversation, ConversationStatus } from './conversation.ts';
import { AgentId, At, Seq, ShopperId, text } from './fields.ts';
import { sizes } from './limits.ts';
import { Author } from './people.ts';

const everyoneInside = ['agent', 'trainee', 'supervisor', 'bot', 'admin'] as const;

/** Where in a text words stand: from, to, in UTF-16 code units. */
const Range = z.tuple([z.int().min(0), z.int().min(0)]);
const excerpt = { text: z.string().max(sizes.excerptMaxChars), ranges: z.array(Range) };

/** Where words were found: in an entry, or in what is known of the shopper. Plain text and places in it, never markup. */
export const SearchMatch = z.discriminatedUnion('in', [
  z.strictObject({
    in: z.literal('entry'),
    /** In the staff’s numbering. */
    seq: Seq,
    at: At,
    by: Author,
    type: z.string(),
    ...excerpt,
  }),
  z.strictObject({ in: z.literal('shopper'), ...excerpt }),
]);
export type SearchMatch = z.infer<typeof SearchMatch>;

/** A conversation that was found, and where. */
export const SearchResult = z.strictObject({ conversation: Conversation, matches: z.array(SearchMatch) });
export type SearchResult = z.infer<typeof SearchResult>;

/** What staff may look for. */
export const searchCommands = {
  'conversation:search': {
    summary:
      'Conversations of the shop in which all words stand together, in one entry and in what is known of its shopper; the newest match first.',
    input: z.strictObject({
      /** Words, in any order and case; the last one, unless something follows it, also as a beginning. */
      query: text(sizes.queryMaxChars),
      status: z.array(ConversationStatus).min(1).max(3).optional(),
      /** `me`, `nobody`, or a colleague’s id. */
      assignee: z.union([z.enum(['me', 'nobody']), AgentId]).optional(),
      shopper: ShopperId.optional(),
      /** Only what was said at or after this time … */
      from: At.optional(),
      /** … and at or before this one. */
      to: At.optional(),
      /** The `next` of the page before. */
      cursor: z.string().max(80).optional(),
      limit: z.int().min(1).max(sizes.searchPageMax).default(20),
    }),
    output: z.strictObject({
      results: z.array(SearchResult),
      /** There may be more; `null`: there is not. A page may be short, even empty, and still have a next one. */
      next: z.string().nullable(),
    }),
    roles: everyoneInside,
    scope: 'read',
    rate: 'agentSearch',
  },
} as const satisfies Record<string, Command>;
