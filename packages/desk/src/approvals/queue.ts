import type { Agent } from '@shopbell/agent';
import { keepList, type Kept, type ListState } from './kept-list.ts';

/** A plan that waits for somebody of the shop to agree. */
export type Approval = Awaited<ReturnType<Agent['approvals']>>['approvals'][number];

/** What waits in the shop for an approval, as far as it is loaded, what expires first on top. */
export type QueueState = ListState & { approvals: readonly Approval[] };
export type Queue = Kept<QueueState>;

/** Nothing, for who may not approve. */
const nothing: QueueState = { phase: 'ready', approvals: [], waiting: 0, hasMore: false };

/** Keeps what waits for an approval, as it comes and goes. Without the right to approve it stays empty. */
export const createQueue = (agent: Agent, mayApprove: boolean): Queue =>
  keepList(agent, {
    mayLook: mayApprove,
    event: 'approvals:changed',
    nothing,
    load: async (limit) => {
      const { approvals, next, waiting } = await agent.approvals({ limit });
      return { phase: 'ready', approvals, waiting, hasMore: next !== null };
    },
  });
