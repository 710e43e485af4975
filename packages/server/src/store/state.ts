import type { ConversationId, ConversationStatus, ShopperId } from '@shopbell/protocol';

/** An entry in place, encoded once: `staff` for staff, `everyone` as a shopper reads it (`null`: they do not). */
export type StoredEntry = {
  conversation: ConversationId;
  seq: number;
  publicSeq: number | null;
  at: number;
  wire: { staff: string; everyone: string | null };
};

/** What deciding, access and delivery need to know of a conversation; small, kept in memory while it is open. */
export type ConversationState = {
  id: ConversationId;
  shop: string;
  shopper: ShopperId;
  status: ConversationStatus;
  assignee: { id: string; name: string } | null;
  waitingSince: number | null;
  lastSeq: number;
  lastPublicSeq: number;
};
