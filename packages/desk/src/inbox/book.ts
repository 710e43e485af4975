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

/** Keeps the conversations of an agent's shop as they come and change. */
export const createBook = (agent: Agent): Book => {
  const state = createStore<BookState>({ phase: 'loading', conversations: new Map(), hasOlder: false });
  const handles = new Map<string, ConversationHandle>();
  const changes = createGathering(state);
  let olderFrom: string | null = null;

  const take = (handle: ConversationHandle): void => {
    handles.set(handle.id, handle);
    changes.add(handle.summary);
  };
  const page = async (status: Conversation['status'][], cursor: string | null): Promise<string | null> => {
    const { conversations, next } = await agent.conversations({
      status,
      limit: pageSize,
      ...(cursor ? { cursor } : {}),
    });
    for (const each of conversations) take(each);
    changes.flush();
    return next;
  };
  const loadClosed = async (): Promise<void> => {
    olderFrom = await page(['closed'], olderFrom);
    state.set((before) => ({ ...before, hasOlder: olderFrom !== null }));
  };
  const loadOlder = async (): Promise<void> => {
    if (!state.get().hasOlder) return;
    // Not twice at once: it is true again when there is more.
    state.set((before) => ({ ...before, hasOlder: false }));
    await loadClosed().catch(() => state.set((before) => ({ ...before, hasOlder: true, phase: 'failed' })));
  };
  const reload = async (): Promise<void> => {
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
  };
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
      const known = handles.get(id);
      if (known) return known;
      const handle = await agent.conversation(id);
      take(handle);
      return handle;
    },
    know: (handle) => {
      take(handle);
      changes.flush();
    },
    loadOlder,
    reload,
    close: () => {
      for (const off of undo) off();
      changes.stop();
    },
  };
};
