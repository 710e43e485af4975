import type {
  ActionId,
  ActionStep,
  Card,
  FollowupId,
  Json,
  Page,
  PlanShown,
  ShopperId,
} from '@shopbell/protocol';
import type { ActionAsked, ActionRow, KeptPlan } from '../store/action-row.ts';
import type { ConversationState, Draft } from '../store/store.ts';
import type { Transition } from './action-machine.ts';
import { conflict, type Decision } from './decision.ts';
import { followupOf } from './followups.ts';

/** An action somebody asks for; `dueAt` is when it must have been planned, or a read without a plan be done. */
export type ActionRequest = ActionAsked & { action: ActionId };

/** Why an action the shopper would see of cannot begin in a closed conversation. */
export const closedSentence = 'The conversation is closed. Reopen it, or ask for the action among staff.';

/** Asks for an action. What the shopper would see of it cannot begin in a closed conversation. */
export const decideActionRequest = (state: ConversationState, request: ActionRequest): Decision => {
  const { action, name, title, input, audience } = request;
  const body = `request ${JSON.stringify([name, input, audience, ...(request.expects ? [request.expects] : [])])}`;
  if (state.status === 'closed' && audience === 'everyone') {
    return conflict(closedSentence, body);
  }
  const { action: id, ...rest } = request;
  return {
    ok: true,
    drafts: [
      {
        type: 'action',
        data: { action, name, title, step: 'requested' },
        audience,
        staffData: { input },
      },
    ],
    body,
    action: { id, from: null, to: 'requested', request: rest },
    ...(audience === 'everyone' ? { expect: { status: ['queued', 'open'] as const } } : {}),
  };
};

/**
 * A shopper asks for a look-up of their own, which calls nobody: it goes on in whatever state their conversation is, and
 * without one (`null`) begins one that is closed. That it is closed is an entry for staff: the shopper has heard of no end.
 */
export const decideLookup = (
  state: ConversationState | null,
  { shopper, page }: { shopper: ShopperId; page: Page | null },
  { action: id, ...request }: ActionRequest,
): Decision => {
  const { name, title, input, audience } = request;
  const asked: Draft = {
    type: 'action',
    data: { action: id, name, title, step: 'requested' },
    audience,
    staffData: { input },
  };
  const about = {
    ok: true,
    body: `ask ${JSON.stringify([name, input])}`,
    action: { id, from: null, to: 'requested', request },
  } as const;
  if (state !== null) return { ...about, drafts: [asked] };
  const closed: Draft = { type: 'status', data: { status: 'closed' }, audience: 'staff' };
  const begin = { shopper, page };
  return { ...about, begin, drafts: [closed, asked], main: 1, patch: { status: 'closed' } };
};

/** What is written down with a step: the card for whoever sees the action, output and error for staff. */
export type StepDetails = {
  card?: Card | undefined;
  output?: Json | undefined;
  error?: { code: string; message: string } | undefined;
};

/** A plan as everybody may see it who sees the action. */
export const shownOf = ({ summary, card, confirm, approve, digest, expiresAt }: KeptPlan): PlanShown => ({
  summary,
  ...(card ? { card } : {}),
  confirm,
  ...(approve ? { approve } : {}),
  digest,
  expiresAt,
});

/** `isResult`: the step that carries what came of it. */
type Written = StepDetails & { isEnd: boolean; isResult: boolean };

const draftOf = (row: ActionRow, step: ActionStep, details: Written): Draft => {
  const { card, output, error, isEnd, isResult } = details;
  const staffData = {
    ...(isResult && output !== undefined ? { output } : {}),
    ...(error && !isResult ? { error } : {}),
  };
  return {
    type: 'action',
    data: {
      action: row.id,
      name: row.name,
      title: row.title,
      step,
      ...(card && isResult ? { card } : {}),
      ...(step === 'planned' && row.plan ? { plan: shownOf(row.plan) } : {}),
      ...(isEnd ? { end: true as const } : {}),
    },
    audience: row.audience,
    ...(Object.keys(staffData).length > 0 ? { staffData } : {}),
  };
};

/** The follow-up an action leaves if it cannot be verified. */
type Followed = { id: FollowupId; dueAt: number };

/**
 * A transition as entries and the action’s new state, in one append; an end that is `unverified` opens a follow-up; `null` when there is nothing to write down.
 * `body` is what was sent, for a repeated nonce.
 */
export const decideActionSteps = (
  row: ActionRow,
  transition: Transition & { ok: true },
  { body, followup, ...details }: StepDetails & { body: string; followup?: Followed | undefined },
): (Decision & { ok: true }) | null => {
  const { steps, next, error } = transition;
  const after = { ...row, ...next };
  const isEnd = (index: number): boolean => next.timer === null && index === steps.length - 1;
  // What is found by reading it again later stands with the end: a payment was paid meanwhile.
  const resultStep = steps.includes('succeeded') ? 'succeeded' : 'verified';
  const [first, ...rest] = steps.map((step, index) =>
    draftOf(after, step, {
      ...details,
      error: details.error ?? error,
      isEnd: isEnd(index),
      isResult: step === resultStep,
    }),
  );
  if (first === undefined) return null;
  const message = (details.error ?? error)?.message ?? 'The shop could not be read back.';
  const left = followup && next.step === 'unverified' ? followupOf(row, { ...followup, message }) : null;
  return {
    ok: true,
    drafts: [first, ...rest, ...(left ? [left.draft] : [])],
    body,
    action: { id: row.id, from: row.step, to: next.step, progress: next },
    ...(left ? { followup: left.change } : {}),
  };
};
