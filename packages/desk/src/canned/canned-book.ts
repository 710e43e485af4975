import type { Agent, CannedResponse } from '@shopbell/agent';
import { createStore, type Store } from '../app/store.ts';

/** The shop’s canned responses, as far as they were loaded. */
export type CannedState = { phase: 'none' | 'loading' | 'ready' | 'failed'; all: readonly CannedResponse[] };

export type CannedBook = {
  state: Store<CannedState>;
  /** Loads them anew; what was loaded before stays in view meanwhile. Never rejects. */
  reload(): Promise<void>;
  /** Loads them unless they were a moment ago. */
  look(): void;
};

/** So old they may be for who looks at them. */
const freshMs = 30_000;

/** Keeps canned responses, loaded when somebody first looks for one. */
export const createCannedBook = (agent: Pick<Agent, 'canned'>): CannedBook => {
  const state = createStore<CannedState>({ phase: 'none', all: [] });
  let loadedAt = -Infinity;
  const reload = async (): Promise<void> => {
    state.set((before) => (before.phase === 'ready' ? before : { ...before, phase: 'loading' }));
    try {
      const all = await agent.canned();
      loadedAt = performance.now();
      state.set({ phase: 'ready', all });
    } catch {
      state.set((before) => (before.phase === 'ready' ? before : { ...before, phase: 'failed' }));
    }
  };
  return {
    state,
    reload,
    look: () => {
      const { phase } = state.get();
      if (phase !== 'loading' && performance.now() - loadedAt > freshMs) void reload();
    },
  };
};
