import type { Append, AppendResult, ConversationState, Expectation } from '../store.ts';
import type { ActionSteps } from './action-steps.ts';
import type { Batch } from './batch.ts';
import type { Connection } from './connection.ts';
import type { Keyed } from './states.ts';

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

const isTheirs = ({ shop, by }: Append, state: ConversationState): boolean =>
  state.shop === shop && (by.kind !== 'shopper' || by.id === state.shopper);

/** Checks an append against the batch so far, before anything of it is written; `null`: it may be. */
export type Check = (append: Append, target: Keyed | null, batch: Batch) => Objection | null;

/** The check over one connection. */
export const createCheck = (connection: Connection, actions: ActionSteps): Check => {
  const shopper = connection.prepare('SELECT 1 FROM shoppers WHERE shop = ? AND id = ?');

  const toBegin = (append: Append, batch: Batch): Objection | null => {
    const { shop, conversation, by, unaddressed } = append;
    if (typeof conversation !== 'object') return notFound;
    const { begin } = conversation;
    if (by.kind === 'shopper' && by.id !== begin.shopper) return notFound;
    if (shopper.get(shop, begin.shopper) === undefined) return notFound;
    return unaddressed === true && batch.hasOpen(append) ? hasOne : null;
  };

  return (append, target, batch) => {
    const objection = target === null ? toBegin(append, batch) : null;
    if (objection !== null) return objection;
    if (target !== null && !isTheirs(append, target.state)) return notFound;
    if (target !== null && append.expect && !isAsExpected(target.state, append.expect)) return changed;
    const step = append.action ? actions.objection(append.action, target?.key ?? null) : null;
    return step === null ? null : conflict(step);
  };
};
