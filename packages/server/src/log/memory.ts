import type { ConversationId } from '@shopbell/protocol';
import { createRecent } from '../store/recent.ts';
import type { ConversationState, ConversationStore } from '../store/store.ts';
import type { Appended } from './log.ts';

const rememberedMax = 20_000;

/** The states of the conversations that are in use, as the commits have left them. */
export const createMemory = (store: Pick<ConversationStore, 'state'>) => {
  const states = createRecent<ConversationId, ConversationState>(rememberedMax);
  // Counts what was forgotten or learned, so that a slow read does not overwrite something newer.
  let changes = 0;
  return {
    peek: (id: ConversationId) => states.get(id),
    learn: (appended: readonly Appended[]): void => {
      changes += 1;
      for (const { conversation } of appended) states.set(conversation.id, conversation);
    },
    note: (state: ConversationState): void => {
      changes += 1;
      const known = states.get(state.id);
      if (known === undefined || known.lastSeq <= state.lastSeq) states.set(state.id, state);
    },
    forget: (id: ConversationId): void => {
      changes += 1;
      states.delete(id);
    },
    state: async (id: ConversationId): Promise<ConversationState | null> => {
      const known = states.get(id);
      if (known !== undefined) return known;
      const before = changes;
      const found = await store.state(id);
      if (found !== null && changes === before) states.set(id, found);
      return found;
    },
  };
};
