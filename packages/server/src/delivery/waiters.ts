import { refuse, type ConversationId } from '@shopbell/protocol';

/** Long polls that wait for something to be stored in one of a few conversations. */
export interface Waiters {
  /** Resolves when one of them grows, the time is over, or the relay closes. Refuses `unavailable` when too many wait. */
  wait(
    conversations: readonly ConversationId[],
    timeoutMs: number,
  ): { done: Promise<void>; cancel: () => void };
  /** Whether anybody waits for it. */
  has(conversation: ConversationId): boolean;
  wake(conversation: ConversationId): void;
  close(): void;
  readonly isClosed: boolean;
}

/** Makes the waiting room; `most` bounds how many wait at once. */
export const createWaiters = ({ most = 10_000 }: { most?: number } = {}): Waiters => {
  const waiting = new Map<ConversationId, Set<() => void>>();
  const all = new Set<() => void>();
  let isClosed = false;

  return {
    get isClosed() {
      return isClosed;
    },
    wait: (conversations, timeoutMs) => {
      // It was still reading when the relay began to close.
      if (isClosed) return { done: Promise.resolve(), cancel: () => {} };
      if (all.size >= most)
        throw refuse('unavailable', 'Too many requests are waiting. Try again in a moment.', {
          retryAfterMs: 1_000,
        });
      const { promise, resolve } = Promise.withResolvers<void>();
      const finish = (): void => {
        clearTimeout(timer);
        all.delete(finish);
        for (const conversation of conversations) {
          const set = waiting.get(conversation);
          if (set?.delete(finish) && set.size === 0) waiting.delete(conversation);
        }
        resolve();
      };
      const timer = setTimeout(finish, timeoutMs);
      all.add(finish);
      for (const conversation of conversations) {
        const set = waiting.get(conversation) ?? new Set();
        waiting.set(conversation, set.add(finish));
      }
      return { done: promise, cancel: finish };
    },
    has: (conversation) => waiting.has(conversation),
    wake: (conversation) => {
      const set = waiting.get(conversation);
      if (set) for (const finish of set) finish();
    },
    close: () => {
      isClosed = true;
      for (const finish of all) finish();
    },
  };
};
