import type { ConversationId } from '@shopbell/protocol';
import type { ConversationState, Store } from '../store/store.ts';
import type { Log } from './log.ts';

/**
 * A conversation as it is known here, if it is theirs who ask; else `null`. Where other relays share the store, what is
 * remembered is not believed when it says no: it may have changed hands without a word of it having come here.
 */
export const findState = async (
  { log, store }: { log: Pick<Log, 'peek' | 'state' | 'forget'>; store: Pick<Store, 'peers'> },
  id: ConversationId,
  isTheirs: (state: ConversationState) => boolean,
): Promise<ConversationState | null> => {
  const remembered = log.peek(id);
  if (remembered && isTheirs(remembered)) return remembered;
  if (remembered && !store.peers) return null;
  if (remembered) log.forget(id);
  const state = await log.state(id);
  return state && isTheirs(state) ? state : null;
};
