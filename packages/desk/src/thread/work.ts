import type { ConversationHandle } from '@shopbell/agent';
import type { DeskContext } from '../app/desk.ts';
import { sentenceOf } from '../app/sentence.ts';
import type { ActionStory } from './stories.ts';

/** What one does about a conversation besides writing. What the relay refuses is said at the desk. */
export type Work = {
  take: () => void;
  hand: (to: `agt_${string}` | null) => void;
  close: (outcome?: Parameters<ConversationHandle['close']>[0]) => void;
  reopen: () => void;
  /** Asks the shopper to prove their mail address. */
  identify: () => void;
};

type Said = Pick<DeskContext, 'look' | 'text'>;

/** Does something at the relay; what it refuses is said above the conversation. */
export const attemptAt =
  ({ look, text }: Said) =>
  (doing: Promise<unknown>): void => {
    look.set((before) => ({ ...before, trouble: null, dialog: null }));
    doing.catch((error: unknown) => {
      const reason = sentenceOf(error);
      look.set((before) => ({ ...before, trouble: text.manage.failed(reason) }));
    });
  };

/** The work on one conversation. */
export const workOn = (handle: ConversationHandle, desk: Said): Work => {
  const attempt = attemptAt(desk);
  return {
    take: () => attempt(handle.assign('me')),
    hand: (to) => attempt(handle.assign(to)),
    close: (outcome) => attempt(handle.close(outcome)),
    reopen: () => attempt(handle.reopen()),
    identify: () => attempt(handle.askIdentity()),
  };
};

/** What one says to an action that does not run yet. */
export type Deciding = { approve: () => void; reject: (reason: string) => void; cancel: () => void };

const newNonce = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join(
    '',
  );

/** Decides on an action by the plan that is shown: one that has changed meanwhile is refused by the relay. */
export const decideOn = (
  { action, plan }: Pick<ActionStory, 'action' | 'plan'>,
  desk: Said & Pick<DeskContext, 'agent'>,
): Deciding => {
  const { agent } = desk;
  const attempt = attemptAt(desk);
  const digest = plan?.digest ?? '';
  return {
    approve: () => attempt(agent.approve(action, digest)),
    reject: (reason) => attempt(agent.reject(action, digest, reason)),
    cancel: () =>
      attempt(agent.call('action:cancel', { action: action as `act_${string}`, nonce: newNonce() })),
  };
};
