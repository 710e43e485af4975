import type { Agent } from '@shopbell/agent';
import { createStore, type Store } from '../app/store.ts';

/** A plan that waits for somebody of the shop to agree. */
export type Approval = Awaited<ReturnType<Agent['approvals']>>['approvals'][number];

/** What waits in the shop for an approval, as far as it is loaded, what expires first on top. */
export type QueueState = {
  phase: 'loading' | 'ready' | 'failed';
  approvals: readonly Approval[];
  /** How many there are in all. */
  waiting: number;
  hasMore: boolean;
};

export type Queue = {
  state: Store<QueueState>;
  /** Loads anew as much as is shown. Never rejects. */
  reload(): Promise<void>;
  loadMore(): Promise<void>;
  close(): void;
};

const pageSize = 50;
/** The most the relay gives at once. */
const pageMax = 200;
/** How often one asks where nothing is pushed: over HTTP. */
const pollMs = 10_000;

/** Nothing, for who may not approve. */
const nothing: QueueState = { phase: 'ready', approvals: [], waiting: 0, hasMore: false };

/** One loading at a time; what is asked for meanwhile is one more after it. */
const createLoading = (agent: Agent, state: Store<QueueState>) => {
  let wanted = pageSize;
  let isLoading = false;
  let isStale = false;
  const load = async (): Promise<void> => {
    try {
      const { approvals, next, waiting } = await agent.approvals({ limit: Math.min(wanted, pageMax) });
      state.set({ phase: 'ready', approvals, waiting, hasMore: next !== null });
    } catch {
      state.set((before) => ({ ...before, phase: before.phase === 'ready' ? 'ready' : 'failed' }));
    }
  };
  const reload = async (): Promise<void> => {
    isStale = true;
    if (isLoading) return;
    isLoading = true;
    while (isStale) {
      isStale = false;
      await load();
    }
    isLoading = false;
  };
  const loadMore = (): Promise<void> => {
    wanted += pageSize;
    return reload();
  };
  return { reload, loadMore };
};

/** Keeps what waits for an approval, as it comes and goes. Without the right to approve it stays empty. */
export const createQueue = (agent: Agent, mayApprove: boolean): Queue => {
  const state = createStore<QueueState>(mayApprove ? { ...nothing, phase: 'loading' } : nothing);
  if (!mayApprove) return { state, reload: async () => {}, loadMore: async () => {}, close: () => {} };
  const { reload, loadMore } = createLoading(agent, state);
  const again = (): void => void reload();
  const undo = [
    agent.on('approvals:changed', again),
    agent.on('state:changed', ({ name }) => void (name === 'live' && again())),
  ];
  const poll = setInterval(() => {
    if (agent.state.name === 'live' && agent.state.transport === 'http') again();
  }, pollMs);
  again();
  return {
    state,
    reload,
    loadMore,
    close: () => {
      for (const off of undo) off();
      clearInterval(poll);
    },
  };
};
