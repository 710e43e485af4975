import { z } from 'zod';
import { After, At, ConversationId, Seq } from './fields.ts';
import { sizes, type RateName } from './limits.ts';
import type { Role, Scope } from './people.ts';

/** One command: what goes in, what comes back, who may, and which bucket it draws from besides the packet’s own. */
export type Command = {
  input: z.ZodType;
  output: z.ZodType;
  /** The roles that may call it; a shopper’s commands say `shopper`. */
  roles: readonly (Role | 'shopper')[];
  /** The scope a key needs besides. */
  scope?: z.infer<typeof Scope>;
  rate?: RateName;
  /** In a sentence, for the API’s description. */
  summary: string;
};

/** An entry on the wire: its schema is {@link KnownEntry}; readers take it with `readEntry`. */
export const WireEntry = z.looseObject({ conversation: ConversationId, seq: Seq, type: z.string() });
export const Stored = z.strictObject({ conversation: ConversationId, seq: Seq, at: At });
export const Done = z.strictObject({});
export const limit = z.int().min(1).max(sizes.pageSizeMax).default(50);
export const Waits = z.strictObject({
  after: z
    .record(ConversationId, After)
    .refine((of) => Object.keys(of).length <= 20, 'at most 20 conversations'),
  waitMs: z.int().min(0).max(sizes.waitMaxMs).default(0),
  /** Whether what a watching connection would hear besides (typing, read positions, erasure, a shopper’s place in the queue) ends the wait, too. */
  signals: z.boolean().default(false),
});
/** What a long poll answers; `signals` only where they were asked for: events as a connection hears them. */
export const Waited = z.strictObject({
  entries: z.array(WireEntry),
  signals: z.array(z.strictObject({ event: z.string(), payload: z.looseObject({}) })).optional(),
});
/** Up to here everything is erased; absent: nothing is. */
const erased = Seq.optional();
export const EntriesPage = z.strictObject({ entries: z.array(WireEntry), lastSeq: After, erased });
export const EntriesQuery = z.strictObject({
  conversation: ConversationId,
  /** Entries after this place, oldest first … */
  after: After.optional(),
  /** … or the last ones before this place, oldest first. Neither: the last ones. */
  before: Seq.optional(),
  limit,
});
export const Watched = z.strictObject({
  entries: z.array(WireEntry),
  lastSeq: After,
  more: z.boolean(),
  erased,
});
