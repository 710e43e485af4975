import type { HeldDraft } from '@shopbell/protocol';
import type { DeskContext } from '../app/desk.ts';
import { attemptAt } from '../thread/work.ts';
import { withWords, wordsOf } from './story.ts';

/** What one does about a draft. What the relay refuses is said at the desk. */
export type Releasing = {
  release: () => void;
  /** With other words; nothing is said of what is the same. */
  releaseAs: (words: string, comment: string) => void;
  giveBack: (comment: string) => void;
  withdraw: () => void;
  /** Puts its words into the composer. */
  takeBack: () => void;
};

type About = { draft: string; parts: HeldDraft['parts'] };

/** The work on one draft. */
export const releaseAt = (
  { draft, parts }: About,
  desk: Pick<DeskContext, 'agent' | 'look' | 'text' | 'compose'>,
): Releasing => {
  const { agent, compose } = desk;
  const attempt = attemptAt(desk);
  return {
    release: () => attempt(agent.release(draft)),
    releaseAs: (words, comment) => {
      const isChanged = words.trim() !== wordsOf(parts).trim();
      const content = isChanged ? { content: { parts: [...withWords(parts, words)] } } : {};
      attempt(
        agent.release(draft, { ...content, ...(comment.trim() === '' ? {} : { comment: comment.trim() }) }),
      );
    },
    giveBack: (comment) => attempt(agent.giveBack(draft, comment)),
    withdraw: () => attempt(agent.withdraw(draft)),
    takeBack: () => compose.set({ mode: 'reply', text: wordsOf(parts) }),
  };
};
