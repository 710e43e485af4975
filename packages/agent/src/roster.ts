import type { Conversation, ConversationId } from '@shopbell/protocol';
import { createHandle, type HandleContext, type LiveHandle } from './conversation-handle.ts';
import type { ConversationHandle } from './types.ts';

/** The handles in use: one per conversation for as long as somebody holds it. */
export type Roster = {
  /** The handle of a conversation, its summary brought up to date. */
  meet: (summary: Conversation) => ConversationHandle;
  find: (id: ConversationId) => ConversationHandle | undefined;
};

/** Makes an empty roster. Handles nobody holds any more are forgotten, so a busy shop’s years do not add up. */
export const createRoster = (context: HandleContext): Roster => {
  const known = new Map<ConversationId, WeakRef<ConversationHandle>>();
  const updates = new WeakMap<ConversationHandle, LiveHandle['update']>();
  const forgotten = new FinalizationRegistry<ConversationId>((id) => {
    if (!known.get(id)?.deref()) known.delete(id);
  });
  const find = (id: ConversationId): ConversationHandle | undefined => known.get(id)?.deref();

  return {
    find,
    meet(summary) {
      const met = find(summary.id);
      if (met) {
        updates.get(met)?.(summary);
        return met;
      }
      const { handle, update } = createHandle(context, summary);
      known.set(summary.id, new WeakRef(handle));
      updates.set(handle, update);
      forgotten.register(handle, summary.id);
      return handle;
    },
  };
};
