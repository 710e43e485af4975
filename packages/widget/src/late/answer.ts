import type { Pending } from '@shopbell/client';
import type { PanelState } from '../panel/panel-state.ts';
import type { StoryItem } from '../panel/story.ts';
import type { StoryWords } from './story-words.ts';

/** The shopper’s answer to this very plan, as long as it is on its way or was refused. */
export const answerTo = (
  { key, plan }: StoryItem,
  { pending, acknowledged }: PanelState,
): Pending | undefined =>
  [...acknowledged.map((item) => item.pending), ...pending].findLast(
    ({ input }) => input['action'] === key && input['digest'] === plan.digest,
  );

/** How that answer stands, in words; nothing while there is none. */
export const answerWords = (
  answer: Pending | undefined,
  words: StoryWords,
  { connection }: PanelState,
): string => {
  if (!answer) return '';
  if (!answer.error) return connection.name === 'live' && !answer.delayed ? words.sending : words.pending;
  if (answer.error.details.needs) return answer.error.details.stepUp ? words.proveFirst : words.signInFirst;
  if (answer.error.code === 'conflict') return words.stale;
  return answer.error.code === 'not_found' ? words.gone : words.refused;
};
