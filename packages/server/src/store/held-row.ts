import type { DraftId, EntryDataOf, HeldDraft } from '@shopbell/protocol';

/** Where a draft stands: held, or how that ended. */
export type HeldState = EntryDataOf<'draft'>['step'];

/** A draft as it is stored. */
export type HeldRow = Omit<HeldDraft, 'shopper'> & { shop: string; state: HeldState };

/** What an append does to a draft, in its transaction: holds it, or ends that. */
export type HeldChange =
  | { id: DraftId; begin: Pick<HeldDraft, 'parts' | 'dueAt'> }
  | { id: DraftId; begin: null; end: Exclude<HeldState, 'held'> };

/** Which of a shop’s drafts that are held, those that wait longest first. `author`: only theirs. */
export type HeldQuery = { author?: string | undefined; cursor?: string | undefined; limit: number };
export type HeldPage = { drafts: HeldRow[]; next: string | null };

/** How many drafts are held, for how many it is late at a time, and when it will be for the next one. */
export type HeldCount = { waiting: number; late: number; nextDueAt: number | null };

/** Where a draft stands in the transaction. `conversation`: its key. */
export type HeldAt = { state: string; conversation: number };

/** What is wrong with changing a draft so from where it stands; `null`: nothing. */
export const heldObjection = (
  { begin }: HeldChange,
  row: HeldAt | undefined,
  conversation: number | null,
): string | null => {
  if (begin !== null) return row === undefined ? null : 'The draft is held already.';
  if (row === undefined || row.conversation !== conversation) return 'There is no such draft.';
  return row.state === 'held' ? null : endedSentence(row.state);
};

/** What is said to whoever comes too late. */
export const endedSentence = (state: string): string => `The draft is ${state} already.`;
