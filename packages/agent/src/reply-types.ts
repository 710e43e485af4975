import type { CannedRef, Card, ConversationId, SentPart, StoredFile } from '@shopbell/protocol';

/**
 * What one says: plain text, a text made from a canned response, parts, one card, or files that were uploaded, with words
 * or without.
 */
export type Reply =
  | string
  | { text: string; canned: CannedRef }
  | { parts: SentPart[] }
  | { card: Card }
  | { text?: string; files: readonly Pick<StoredFile, 'id'>[]; canned?: CannedRef };

/** Where an entry was stored. */
export type StoredAt = { conversation: ConversationId; seq: number; at: number };
