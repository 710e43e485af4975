import type { Agent, ConversationHandle } from '@shopbell/agent';
import type { AnyEntry, Author } from '@shopbell/protocol';
import { times } from '@shopbell/protocol/limits';
import { createStore, type Store } from '../app/store.ts';
import { rightsOf } from '../app/rights.ts';
import { createAttachments, type Attachments } from '../files/attachments.ts';
import { createSending, type Sending } from './sending.ts';

/** One open conversation: its entries without holes from some place to the last. */
export type ThreadState = {
  phase: 'loading' | 'ready' | 'failed';
  entries: readonly AnyEntry[];
  /** Whether there are entries before the first one loaded. */
  hasEarlier: boolean;
  isLoadingEarlier: boolean;
  /** Who else is writing, the shopper or a colleague. */
  typing: readonly Author[];
};

export type Thread = {
  handle: ConversationHandle;
  state: Store<ThreadState>;
  sending: Sending;
  attachments: Attachments;
  load(): Promise<void>;
  loadEarlier(): Promise<void>;
  close(): void;
};

const pageSize = 50;

const createTyping = (state: Store<ThreadState>) => {
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const stop = (id: string): void => {
    clearTimeout(timers.get(id));
    timers.delete(id);
    state.set((before) =>
      before.typing.some((each) => each.id === id)
        ? { ...before, typing: before.typing.filter((each) => each.id !== id) }
        : before,
    );
  };
  return {
    stop,
    start: (by: Author): void => {
      stop(by.id);
      state.set((before) => ({ ...before, typing: [...before.typing, by] }));
      timers.set(
        by.id,
        // The signal that it ended may be lost.
        setTimeout(() => stop(by.id), times.typingShownMs),
      );
    },
    close: () => {
      for (const timer of timers.values()) clearTimeout(timer);
    },
  };
};

/** Loads the page before what is there, once at a time. */
const loadBefore = async (handle: ConversationHandle, state: Store<ThreadState>): Promise<void> => {
  const { entries, hasEarlier, isLoadingEarlier } = state.get();
  const [first] = entries;
  if (!first || !hasEarlier || isLoadingEarlier) return;
  state.set((before) => ({ ...before, isLoadingEarlier: true }));
  const page = await handle.history({ before: first.seq, limit: pageSize }).catch(() => null);
  state.set((before) => ({
    ...before,
    isLoadingEarlier: false,
    entries: [...(page?.entries ?? []), ...before.entries],
    hasEarlier: page ? (page.entries[0]?.seq ?? 1) > 1 : before.hasEarlier,
  }));
};

const empty: ThreadState = {
  phase: 'loading',
  entries: [],
  hasEarlier: false,
  isLoadingEarlier: false,
  typing: [],
};

/** Opens a conversation: the last page at once, what follows as it is stored, earlier pages when asked. */
export const createThread = (agent: Agent, handle: ConversationHandle): Thread => {
  const state = createStore<ThreadState>(empty);
  const sending = createSending(handle, {
    me: agent.me.id,
    way: rightsOf(agent.me).isHeld ? 'hold' : 'reply',
  });
  const attachments = createAttachments(handle);
  const typing = createTyping(state);
  let unfollow = (): void => {};
  let isClosed = false;
  const append = (entry: AnyEntry): void => {
    typing.stop(entry.by.id);
    sending.stored(entry);
    state.set((before) => ({ ...before, entries: [...before.entries, entry] }));
  };
  const load = async (): Promise<void> => {
    unfollow();
    state.set((before) => ({ ...before, phase: 'loading' }));
    try {
      const { entries } = await handle.history({ limit: pageSize });
      if (isClosed) return;
      const hasEarlier = (entries[0]?.seq ?? 1) > 1;
      state.set((before) => ({ ...before, phase: 'ready', entries, hasEarlier }));
      // Where continuity cannot be shown, what is here is no longer true: load anew.
      unfollow = handle.follow(append, { after: entries.at(-1)?.seq ?? 0, onReset: () => void load() });
    } catch {
      state.set((before) => ({ ...before, phase: 'failed' }));
    }
  };
  const offTyping = agent.on('typing:changed', (signal) => {
    if (signal.conversation !== handle.id || signal.by.id === agent.me.id) return;
    if (signal.typing) typing.start(signal.by);
    else typing.stop(signal.by.id);
  });
  return {
    handle,
    state,
    sending,
    attachments,
    load,
    loadEarlier: () => loadBefore(handle, state),
    close: () => {
      isClosed = true;
      unfollow();
      offTyping();
      typing.close();
      attachments.close();
    },
  };
};
