import type { Agent } from '@shopbell/agent';
import type { HeldDraft } from '@shopbell/protocol';
import { keepList, type Kept, type ListState } from '../approvals/kept-list.ts';

/** The drafts that wait to be released, as far as they are loaded, the longest held first. */
export type HeldState = ListState & { drafts: readonly HeldDraft[] };
export type HeldList = Kept<HeldState>;

const nothing: HeldState = { phase: 'ready', drafts: [], waiting: 0, hasMore: false };

/** Keeps what waits to be released, as it comes and goes. Without the right to release it stays empty. */
export const createHeldList = (agent: Agent, mayRelease: boolean): HeldList =>
  keepList(agent, {
    mayLook: mayRelease,
    event: 'drafts:changed',
    nothing,
    load: async (limit) => {
      const { drafts, next, waiting } = await agent.drafts({ limit });
      return { phase: 'ready', drafts, waiting, hasMore: next !== null };
    },
  });
