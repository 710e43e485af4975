import type { ConversationId, ConversationStatus, Erasure, ShopperId } from '@shopbell/protocol';

/** A shopper, or a conversation, that is to be erased or has been. */
export type ErasureRow = Erasure & { shop: string };

/** A conversation with entries that are not erased. */
export type Unerased = {
  id: ConversationId;
  shop: string;
  shopper: ShopperId;
  status: ConversationStatus;
};

/** Where a walk through a shop’s closed conversations is: by their last change, then by key. */
export type UnerasedPlace = { updatedAt: number; key: number };

/** Which conversations: one, or so many of a shopper’s. */
export type UnerasedQuery = { shop: string } & (
  | { conversation: ConversationId }
  | { shopper: ShopperId; limit: number }
);

/** Which part of a shop’s conversations that are closed and unchanged since `before`, those longest unchanged first. */
export type OldQuery = { shop: string; before: number; after: UnerasedPlace | null; limit: number };
/** Those of the part that are not erased, and where the next part begins; `null`: there is none. */
export type OldPage = { unerased: Unerased[]; next: UnerasedPlace | null };

/** What one step erased of a conversation. Up to `seq`, for the public `publicSeq`, everything is erased; `rest` entries are not. */
export type ErasedStep = {
  conversation: ConversationId;
  shop: string;
  entries: number;
  seq: number;
  publicSeq: number;
  rest: number;
};

/**
 * Erasing, step by step. Each step is a transaction of its own, small enough that appends hardly wait for it; a relay that
 * ends between two of them goes on with the next one.
 */
export interface ErasureStore {
  /** Notes that somebody is to be erased, or what was said in a conversation; `null`: the shop has no such. */
  askErasure(asked: Pick<ErasureRow, 'subject' | 'shop' | 'askedAt'>): Promise<ErasureRow | null>;
  erasure(subject: ErasureRow['subject']): Promise<ErasureRow | null>;
  /** Those under way, oldest first. */
  openErasures(limit: number): Promise<ErasureRow[]>;
  /** Adds to what an erasure has come to; `doneAt` ends it. */
  noteErasure(
    subject: ErasureRow['subject'],
    progress: { entries: number; doneAt: number | null },
  ): Promise<void>;
  unerased(query: UnerasedQuery): Promise<Unerased[]>;
  /** Looks at no more than `limit` conversations, so that those erased long ago cost no append its time. */
  oldConversations(query: OldQuery): Promise<OldPage>;
  /** Whether an action of the conversation has not come to its end. */
  isActing(conversation: ConversationId): Promise<boolean>;
  /** Erases the next entries of a conversation, with their actions and follow-ups; `null`: there is no such conversation. */
  eraseEntries(conversation: ConversationId, at: number): Promise<ErasedStep | null>;
  /** Erases who a shopper is, and revokes their tokens, so that whoever uses one is cut off. */
  eraseProfile(shop: string, shopper: ShopperId, at: number): Promise<void>;
  /** Removes their tokens that were revoked before a time. Resolves to how many are left. */
  removeTokens(shop: string, shopper: ShopperId, before: number): Promise<number>;
  /** Sees to it that what was erased is gone from the engine’s files, too, as far as it can. `false`: to be tried again. */
  settleErasure(): Promise<boolean>;
}
