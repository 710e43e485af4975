import type { Agent } from '@shopbell/agent';
import type { Conversation, SearchMatch } from '@shopbell/protocol';
import { createStore, type Store } from '../app/store.ts';
import type { Column } from './order.ts';

/** A conversation that was found, and where its words stand. */
export type Result = { conversation: Conversation; matches: readonly SearchMatch[] };

/** What is looked for over everything the shop has, and what was found so far. `idle`: nothing is looked for. */
export type SearchState = {
  phase: 'idle' | 'loading' | 'ready' | 'failed';
  results: readonly Result[];
  hasMore: boolean;
};

export type InboxSearch = {
  state: Store<SearchState>;
  /** Another page, if there is one. Never rejects. */
  more(): Promise<void>;
  /** After it failed. */
  again(): void;
  close(): void;
};

const nothing: SearchState = { phase: 'idle', results: [], hasMore: false };
/** Typing goes on for this long before the relay is asked. */
const typingMs = 180;
/** Pages may be short: so many are asked for before one has to scroll. */
const pagesAtOnce = 4;
const enough = 12;

type Asked = { words: string; tab: Column };
/** What the desk looks at, as far as it is asked for here. */
type Looking = Pick<Store<{ tab: Column; search: string }>, 'get' | 'subscribe'>;

const filterOf = (tab: Column) => {
  if (tab === 'mine') return { status: ['queued' as const, 'open' as const], assignee: 'me' as const };
  return tab === 'waiting' ? { status: ['queued' as const, 'open' as const] } : {};
};

/** Each conversation once, with the newest that was found in it. */
const merged = (before: readonly Result[], added: readonly Result[]): Result[] => {
  const all = new Map(before.map((result) => [result.conversation.id, result]));
  for (const result of added) if (!all.has(result.conversation.id)) all.set(result.conversation.id, result);
  return [...all.values()];
};

const createAsking = (agent: Agent, state: Store<SearchState>) => {
  let turn = 0;
  let cursor: string | null = null;
  let asked: Asked | null = null;

  const page = async ({ words, tab }: Asked): Promise<boolean> => {
    const mine = turn;
    const options = { ...filterOf(tab), ...(cursor ? { cursor } : {}) };
    const { results, next } = await agent.search(words, options);
    // Something else is looked for by now.
    if (mine !== turn) return false;
    cursor = next;
    const found = results.map(({ conversation, matches }) => ({
      conversation: conversation.summary,
      matches,
    }));
    state.set((before) => ({ ...before, results: merged(before.results, found), hasMore: next !== null }));
    return next !== null;
  };
  const pages = async (): Promise<void> => {
    const mine = turn;
    const about = asked;
    if (about === null) return;
    try {
      const before = state.get().results.length;
      for (let count = 0; count < pagesAtOnce; count += 1) {
        const hasMore = await page(about);
        if (!hasMore || state.get().results.length >= before + enough) break;
      }
      if (mine === turn) state.set((now) => ({ ...now, phase: 'ready' }));
    } catch {
      if (mine === turn) state.set((now) => ({ ...now, phase: 'failed' }));
    }
  };
  return {
    begin: (next: Asked | null): void => {
      turn += 1;
      cursor = null;
      asked = next;
      state.set(next ? { ...nothing, phase: 'loading' } : nothing);
    },
    pages,
  };
};

/** Follows what is typed into the inbox's search field, and asks the relay for it. */
export const createInboxSearch = (agent: Agent, look: Looking): InboxSearch => {
  const state = createStore<SearchState>(nothing);
  const { begin, pages } = createAsking(agent, state);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current = '';

  const ask = (): void => {
    const { search, tab } = look.get();
    const words = search.trim();
    const isAsked = words !== '' && tab !== 'approvals';
    begin(isAsked ? { words, tab } : null);
    clearTimeout(timer);
    if (isAsked) timer = setTimeout(() => void pages(), typingMs);
  };
  const off = look.subscribe(() => {
    const { search, tab } = look.get();
    const next = `${tab} ${search}`;
    if (next === current) return;
    current = next;
    ask();
  });
  return {
    state,
    more: async () => {
      if (state.get().phase !== 'ready' || !state.get().hasMore) return;
      state.set((before) => ({ ...before, phase: 'loading' }));
      await pages();
    },
    again: ask,
    close: () => {
      off();
      clearTimeout(timer);
    },
  };
};
