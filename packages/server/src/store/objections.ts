import type { ActionChange } from './action-row.ts';
import type { FollowupChange } from './followup-row.ts';
import type { Room } from './routing-store.ts';
import type { HeldChange } from './held-row.ts';
import type { AppendResult, ConversationState, Envelope, Expectation } from './store.ts';

/** Why an append is refused. */
export type Objection = Extract<AppendResult, { ok: false }>;

const notFound: Objection = { ok: false, code: 'not_found', message: 'There is no such conversation.' };
const conflict = (message: string): Objection => ({ ok: false, code: 'conflict', message });
const changed = conflict('The conversation has changed meanwhile. Look at it again, then decide.');
const hasOne = conflict('The shopper has an open conversation already.');

const isStatusAsExpected = (status: ConversationState['status'], expected: Expectation['status']): boolean =>
  expected === undefined || (typeof expected === 'string' ? expected === status : expected.includes(status));

const isAsExpected = ({ status, assignee }: ConversationState, expected: Expectation): boolean =>
  isStatusAsExpected(status, expected.status) &&
  (expected.assigneeId === undefined || expected.assigneeId === (assignee?.id ?? null));

const isTheirs = ({ shop, by }: Envelope, state: ConversationState): boolean =>
  state.shop === shop && (by.kind !== 'shopper' || by.id === state.shopper);

/** Where an action stands in the transaction. `conversation`: its key. */
export type ActionAt = { step: string; revision: number; conversation: number };

/** What is wrong with moving an action so from where it stands; `null`: nothing. */
export const actionObjection = (
  { from, request, progress: next }: ActionChange,
  row: ActionAt | undefined,
  conversation: number | null,
): string | null => {
  if (from === null) {
    if (request === undefined) return 'An action begins with a request.';
    return row === undefined ? null : 'The action has begun already.';
  }
  if (next === undefined) return 'An action moves with its progress.';
  if (row === undefined || row.conversation !== conversation) return 'There is no such action.';
  if (row.step !== from) return `The action is ${row.step}, no longer ${from}.`;
  return row.revision === next.revision - 1 ? null : 'The action has changed meanwhile.';
};

/** What an append meets in its transaction. */
export type Met = {
  /** The conversation it is for; `null`: there is none, or it is to be begun. */
  target: ConversationState | null;
  /** Whether the shop knows the shopper it begins a conversation for. */
  isShopperKnown: () => boolean;
  /** Whether that shopper has a conversation that is not closed. */
  hasOpen: () => boolean;
  /** What is wrong with its action’s step. */
  actionObjection: (change: ActionChange) => string | null;
  /** What is wrong with its follow-up. */
  followupObjection: (change: FollowupChange) => string | null;
  /** What is wrong with giving the conversation to somebody. */
  roomObjection: (room: Room) => string | null;
  /** What is wrong with its draft. */
  heldObjection: (change: HeldChange) => string | null;
};

const toBegin = ({ conversation, by, unaddressed }: Envelope, met: Met): Objection | null => {
  if (typeof conversation !== 'object') return notFound;
  if (by.kind === 'shopper' && by.id !== conversation.begin.shopper) return notFound;
  if (!met.isShopperKnown()) return notFound;
  return unaddressed === true && met.hasOpen() ? hasOne : null;
};

/** Checks an append against what it meets, before anything of it is written; `null`: it may be. */
export const objectionTo = (append: Envelope, met: Met): Objection | null => {
  const { target } = met;
  const objection = target === null ? toBegin(append, met) : null;
  if (objection !== null) return objection;
  if (target !== null && !isTheirs(append, target)) return notFound;
  if (target !== null && append.expect && !isAsExpected(target, append.expect)) return changed;
  const step = append.action ? met.actionObjection(append.action) : null;
  const followup = append.followup ? met.followupObjection(append.followup) : null;
  const room = append.room ? met.roomObjection(append.room) : null;
  const held = append.held ? met.heldObjection(append.held) : null;
  const fault = step ?? followup ?? room ?? held;
  return fault === null ? null : conflict(fault);
};
