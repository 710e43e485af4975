import type { ConversationHandle } from '@shopbell/agent';
import type { DeskContext } from '../app/desk.ts';

/** What one does about a conversation besides writing. What the relay refuses is said at the desk. */
export type Work = {
  take: () => void;
  hand: (to: `agt_${string}` | null) => void;
  close: (outcome?: Parameters<ConversationHandle['close']>[0]) => void;
  reopen: () => void;
};

/** The work on one conversation. */
export const workOn = (
  handle: ConversationHandle,
  { look, text }: Pick<DeskContext, 'look' | 'text'>,
): Work => {
  const attempt = (doing: Promise<unknown>): void => {
    look.set((before) => ({ ...before, trouble: null, dialog: null }));
    doing.catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      look.set((before) => ({ ...before, trouble: text.manage.failed(reason) }));
    });
  };
  return {
    take: () => attempt(handle.assign('me')),
    hand: (to) => attempt(handle.assign(to)),
    close: (outcome) => attempt(handle.close(outcome)),
    reopen: () => attempt(handle.reopen()),
  };
};
