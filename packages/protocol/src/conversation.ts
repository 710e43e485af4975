import { z } from 'zod';
import { At, ConversationId } from './fields.ts';
import { sizes } from './limits.ts';
import { Author, Page, Shopper } from './people.ts';

export const ConversationStatus = z.enum(['queued', 'open', 'closed']);
export type ConversationStatus = z.infer<typeof ConversationStatus>;

const After = z.int().min(0);
const Assignee = z.strictObject({ id: z.string().max(60), name: z.string().max(sizes.nameMaxChars) });
/** The last message, short, for a list. */
const Preview = z.strictObject({ by: Author.shape.kind, text: z.string().max(140), at: At });

/** A conversation as its shopper sees it. All places are in the public numbering. */
export const ShopperConversation = z.strictObject({
  id: ConversationId,
  status: ConversationStatus,
  openedAt: At,
  /** When something was last said: nothing that is for staff moves it. */
  updatedAt: At,
  agent: Assignee.nullable(),
  lastSeq: After,
  /** How far the shopper has read. */
  readSeq: After,
  /** How far the shop’s side has read: messages up to here are seen. */
  seenSeq: After,
  preview: Preview.nullable(),
});
export type ShopperConversation = z.infer<typeof ShopperConversation>;

/** A conversation as staff see it. Read positions are in the public numbering, which both sides have. */
export const Conversation = z.strictObject({
  id: ConversationId,
  shopper: Shopper.omit({ createdAt: true }),
  status: ConversationStatus,
  assignee: Assignee.nullable(),
  openedAt: At,
  updatedAt: At,
  /** Since when the shopper has been waiting for an answer; `null` when nobody waits. */
  waitingSince: At.nullable(),
  lastSeq: After,
  lastPublicSeq: After,
  /** How far the shop’s side has read. */
  readPublicSeq: After,
  /** How far the shopper has read. */
  seenPublicSeq: After,
  preview: Preview.nullable(),
  page: Page.nullable(),
});
export type Conversation = z.infer<typeof Conversation>;
