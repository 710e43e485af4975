import type { EntryDataOf, ShopSettings } from '@shopbell/protocol';
import { times } from '@shopbell/protocol/limits';
import type { ConversationState } from '../store/store.ts';
import { conflict, type Decision } from './decision.ts';

/** An entry as far as this rule looks at it. */
export type Rated = { type: string; at: number; data: unknown };
type Given = { score: number; comment?: string | undefined };
type Scale = NonNullable<ShopSettings['rating']>['scale'];
/** What a rating is decided by: the shop’s scale, the conversation’s latest entries in order, and the time. */
export type RatingGround = { scale: Scale | undefined; latest: readonly Rated[]; now: number };

const isClosing = ({ type, data }: Rated): boolean =>
  type === 'status' && (data as EntryDataOf<'status'>).status === 'closed';

/** When this closing was rated first; `null`: it was not. */
const firstRatedAt = (latest: readonly Rated[]): number | null =>
  latest.slice(latest.findLastIndex(isClosing) + 1).find(({ type }) => type === 'rating')?.at ?? null;

/** Rates a closing, once; within a day of that, another rating takes its place. Both stand in the log. */
export const decideRating = (
  state: ConversationState,
  { score, comment }: Given,
  { scale, latest, now }: RatingGround,
): Decision => {
  const body = `rate ${score} ${comment ?? ''}`;
  if (scale === undefined) return conflict('This shop asks for no ratings.', body);
  if (state.status !== 'closed') return conflict('The conversation is not closed yet.', body);
  if (score > scale) return conflict(`The rating goes from 1 to ${scale}.`, body);
  const ratedAt = firstRatedAt(latest);
  if (ratedAt !== null && now - ratedAt > times.ratingChangeMs)
    return conflict('This was rated more than a day ago: it stays.', body);
  return {
    ok: true,
    drafts: [
      {
        type: 'rating',
        data: { score, of: scale, ...(comment === undefined ? {} : { comment }) },
        audience: 'everyone',
      },
    ],
    body,
    expect: { status: 'closed' },
  };
};
