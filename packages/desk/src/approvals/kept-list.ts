import type { Agent } from '@shopbell/agent';
import { createStore, type Store } from '../app/store.ts';

/** A list of what waits, as far as it is loaded. */
export type ListState = {
  phase: 'loading' | 'ready' | 'failed';
  /** How many there are in all. */
  waiting: number;
  hasMore: boolean;
};

/** A list that is kept up to date. */
export type Kept<S extends ListState> = {
  state: Store<S>;
  /** Loads anew as much as is shown. Never rejects. */
  reload(): Promise<void>;
  loadMore(): Promise<void>;
  close(): void;
};

type Options<S> = {
  mayLook: boolean;
  /** Says that it may be another list by now. */
  event: 'approvals:changed' | 'drafts:changed';
  nothing: S;
  load: (limit: number) => Promise<S>;
};

const pageSize = 50;
/** The most the relay gives at once. */
const pageMax = 200;
/** How often one asks where nothing is pushed: over HTTP. */
const pollMs = 10_000;

/** One loading at a time; what is asked for meanwhile is one more after it. */
const createLoading = <S extends ListState>(state: Store<S>, read: Options<S>['load']) => {
  let wanted = pageSize;
  let isLoading = false;
  let isStale = false;
  const load = async (): Promise<void> => {
    try {
      state.set(await read(Math.min(wanted, pageMax)));
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

/** Keeps a list as it comes and goes. Who may not look at it has an empty one. */
export const keepList = <S extends ListState>(agent: Agent, options: Options<S>): Kept<S> => {
  const { mayLook, event, nothing, load } = options;
  const state = createStore<S>(mayLook ? { ...nothing, phase: 'loading' } : nothing);
  if (!mayLook) return { state, reload: async () => {}, loadMore: async () => {}, close: () => {} };
  const { reload, loadMore } = createLoading(state, load);
  const again = (): void => void reload();
  const undo = [
    agent.on(event, again),
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
