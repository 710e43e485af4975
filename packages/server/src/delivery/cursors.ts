import type { ConversationId } from '@shopbell/protocol';
import type { StoredEntry } from '../store/store.ts';

/** How far each conversation that somebody follows here has been delivered, so that no entry comes early or twice. */
export interface Cursors {
  /** From this seq on, unless it is followed already. */
  follow: (id: ConversationId, seq: number) => void;
  /** How far it has been delivered; `undefined`: nobody follows it. */
  at: (id: ConversationId) => number | undefined;
  /** Those of the entries that come next, and are delivered by that; `null`: some before them are missing. */
  next: (id: ConversationId, entries: readonly StoredEntry[]) => readonly StoredEntry[] | null;
  /** Those followed, less those whose followers were gone at the last time, too. */
  sweep: (isFollowed: (id: ConversationId) => boolean) => ConversationId[];
}

/** Makes the cursors of one relay. */
export const createCursors = (): Cursors => {
  const seqs = new Map<ConversationId, number>();
  // Who follows and who waits are told one after the other: a conversation is let go at the second look.
  const leaving = new Set<ConversationId>();

  return {
    follow: (id, seq) => {
      leaving.delete(id);
      if (!seqs.has(id)) seqs.set(id, seq);
    },
    at: (id) => seqs.get(id),
    next: (id, entries) => {
      const seq = seqs.get(id);
      if (seq === undefined) return entries;
      const fresh = entries.filter((entry) => entry.seq > seq);
      const [first] = fresh;
      if (first === undefined) return [];
      if (first.seq !== seq + 1) return null;
      seqs.set(id, seq + fresh.length);
      return fresh;
    },
    sweep: (isFollowed) => {
      for (const id of seqs.keys()) {
        if (isFollowed(id)) leaving.delete(id);
        else if (leaving.delete(id)) seqs.delete(id);
        else leaving.add(id);
      }
      return [...seqs.keys()];
    },
  };
};
