import { isIncoming, type PanelState } from '../panel/panel-state.ts';

/** Names the newest thing said to the shopper, once, when it comes; what was there at the beginning is no news. */
export const createNews = (): ((state: PanelState) => string | null) => {
  const known = new Map<string, number>();
  return ({ conversation, entries }) => {
    const newest = entries.findLast(isIncoming);
    if (!conversation || newest?.conversation !== conversation.id) return null;
    const before = known.get(conversation.id) ?? conversation.lastSeq;
    known.set(conversation.id, Math.max(before, newest.seq));
    return newest.seq > before ? `${conversation.id} ${newest.seq}` : null;
  };
};
