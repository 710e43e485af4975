import type { Agent, ConversationHandle } from '@shopbell/agent';
import type { Conversation } from '@shopbell/protocol';
import { createStore, type Store } from '../app/store.ts';

/** The shop's conversations as far as they are loaded: all that are open, and the closed ones page by page. */
export type BookState = {
  phase: 'loading' | 'ready' | 'failed';
  conversations: ReadonlyMap<string, Conversation>;
  hasOlder: boolean;
};

export type Book = {
  state: Store<BookState>;
  /** The handle of a conversation, loaded when the book does not have it yet. */
  handle(id: string): Promise<ConversationHandle>;
  /** Takes in a conversation that was loaded elsewhere. */
  know(handle: ConversationHandle): void;
  /** Another page of closed conversations, if there is one. Never rejects. */
  loadOlder(): Promise<void>;
  reload(): Promise<void>;
  close(): void;
};

/** Changes within this time are drawn together: a busy shop has a hundred a second. */
const gatherMs = 120;
const pageSize = 200;

type Position = 'readPublicSeq' | 'seenPublicSeq';

const createGathering = (state: Store<BookState>) => {
  const waiting = new Map<string, Conversation>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.size === 0) return;
    state.set((before) => ({ ...before, conversations: new Map([...before.conversations, ...waiting]) }));
    waiting.clear();
  };
  return {
    latest: (id: string): Conversation | undefined => waiting.get(id) ?? state.get().conversations.get(id),
    add: (conversation: Conversation): void => {
      waiting.set(conversation.id, conversation);
      timer ??= setTimeout(flush, gatherMs);
    },
    flush,
    stop: () => clearTimeout(timer),
  };
};

/** Loads pages: all that is open, then the closed ones a page at a time. */
const createLoading = (agent: Agent, state: Store<BookState>, take: (handle: ConversationHandle) => void) => {
  let olderFrom: string | null = null;
  const page = async (status: Conversation['status'][], cursor: string | null): Promise<string | null> => {
    const filter = { status, limit: pageSize, ...(cursor ? { cursor } : {}) };
    const { conversations, next } = await agent.conversations(filter);
    for (const each of conversations) take(each);
    return next;
  };
  const loadClosed = async (): Promise<void> => {
    olderFrom = await page(['closed'], olderFrom);
    state.set((before) => ({ ...before, hasOlder: olderFrom !== null }));
  };
  return {
    loadOlder: async (): Promise<void> => {
      if (!state.get().hasOlder) return;
      // Not twice at once: it is true again when there is more.
      state.set((before) => ({ ...before, hasOlder: false }));
      await loadClosed().catch(() => state.set((before) => ({ ...before, hasOlder: true, phase: 'failed' })));
    },
    reload: async (): Promise<void> => {
      state.set((before) => ({ ...before, phase: before.conversations.size > 0 ? 'ready' : 'loading' }));
      try {
        let cursor: string | null = null;
        do cursor = await page(['queued', 'open'], cursor);
        while (cursor);
        olderFrom = null;
        await loadClosed();
        state.set((before) => ({ ...before, phase: 'ready' }));
      } catch {
        state.set((before) => ({ ...before, phase: 'failed' }));
      }
    },
  };
};

/** Keeps the conversations of an agent's shop as they come and change. */
export const createBook = (agent: Agent): Book => {
  const state = createStore<BookState>({ phase: 'loading', conversations: new Map(), hasOlder: false });
  const handles = new Map<string, ConversationHandle>();
  const changes = createGathering(state);
  const take = (handle: ConversationHandle): void => {
    handles.set(handle.id, handle);
    changes.add(handle.summary);
  };
  const know = (handle: ConversationHandle): void => {
    take(handle);
    changes.flush();
  };
  const { loadOlder, reload } = createLoading(agent, state, take);
  const move = (id: string, position: Position, publicSeq: number): void => {
    const known = changes.latest(id);
    if (known && known[position] < publicSeq) changes.add({ ...known, [position]: publicSeq });
  };
  const undo = [
    agent.on('conversation:changed', ({ conversation }) => take(conversation)),
    agent.on('read:changed', ({ conversation, side, publicSeq }) =>
      move(conversation, side === 'shopper' ? 'seenPublicSeq' : 'readPublicSeq', publicSeq),
    ),
  ];
  return {
    state,
    handle: async (id) => {
      const handle = handles.get(id) ?? (await agent.conversation(id));
      know(handle);
      return handle;
    },
    know,
    loadOlder,
    reload: async () => {
      await reload();
      changes.flush();
    },
    close: () => {
      for (const off of undo) off();
      changes.stop();
    },
  };
};
