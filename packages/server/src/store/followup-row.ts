import type { Followup, FollowupId } from '@shopbell/protocol';

/** A follow-up as it is stored. */
export type FollowupRow = Followup & { shop: string };

/** What a follow-up begins with. */
export type FollowupBegun = Pick<Followup, 'text' | 'dueAt' | 'owner' | 'action'>;

/** What an append does to a follow-up, in its transaction: begins it, or (`null`) finishes it. */
export type FollowupChange = { id: FollowupId; begin: FollowupBegun | null };

/** Which of a shop’s follow-ups, those due first on top. `ownerId: null`: those of nobody. */
export type FollowupQuery = {
  state: Followup['state'];
  dueBefore?: number | undefined;
  ownerId?: NonNullable<Followup['owner']>['id'] | null | undefined;
  conversation?: Followup['conversation'] | undefined;
  cursor?: string | undefined;
  limit: number;
};
export type FollowupPage = { followups: FollowupRow[]; next: string | null };

/** Where a follow-up stands in the transaction. `conversation`: its key. */
export type FollowupAt = { state: string; conversation: number };

/** What is wrong with changing a follow-up so from where it stands; `null`: nothing. */
export const followupObjection = (
  { begin }: FollowupChange,
  row: FollowupAt | undefined,
  conversation: number | null,
): string | null => {
  if (begin !== null) return row === undefined ? null : 'The follow-up has begun already.';
  if (row === undefined || row.conversation !== conversation) return 'There is no such follow-up.';
  return row.state === 'open' ? null : 'The follow-up is done already.';
};
