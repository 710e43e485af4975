import type { ConversationState } from '../../store/store.ts';
import { conflict, type Decision } from '../decision.ts';
import { decideAssign } from '../staff.ts';
import type { Worker } from './workers.ts';

/** Gives a conversation of the queue to somebody, if they still take some and have room when it is stored. */
export const decideGiven = (state: ConversationState, { id, name, capacity }: Worker): Decision => {
  if (state.status !== 'queued') return conflict('Somebody has the conversation already.', 'give');
  const decision = decideAssign(state, { to: { id, name } });
  if (!decision.ok) return decision;
  const expect = { status: 'queued', assigneeId: state.assignee?.id ?? null } as const;
  return { ...decision, expect, room: { person: id, capacity } };
};

/** Takes a conversation whose shopper waits for somebody who is gone back to the queue, unless it is another’s by now. */
export const decideReturned = (state: ConversationState, { id }: Pick<Worker, 'id'>): Decision => {
  if (state.status !== 'open' || state.assignee?.id !== id || state.waitingSince === null)
    return conflict('They have it no more, or nobody waits.', 'return');
  const decision = decideAssign(state, { to: null });
  return decision.ok ? { ...decision, expect: { status: 'open', assigneeId: id } } : decision;
};
