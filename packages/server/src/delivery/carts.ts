import type { ConversationId } from '@shopbell/protocol';

/** Carts as they were last told of, as JSON: in memory alone, so that none is ever stored. */
export interface Carts {
  remember: (conversation: ConversationId, json: string) => void;
  last: (conversation: ConversationId) => string | null;
  forget: (conversation: ConversationId) => void;
}

/** Makes the memory; what was told of longest ago makes room. */
export const createCarts = (most = 5_000): Carts => {
  const carts = new Map<ConversationId, string>();
  return {
    remember: (conversation, json) => {
      carts.delete(conversation);
      carts.set(conversation, json);
      const [oldest] = carts.keys();
      if (carts.size > most && oldest) carts.delete(oldest);
    },
    last: (conversation) => carts.get(conversation) ?? null,
    forget: (conversation) => void carts.delete(conversation),
  };
};
