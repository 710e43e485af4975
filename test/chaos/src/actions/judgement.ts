import type { WireEntry } from '@shopbell-test/kit';
import type { Effect } from './payment-ledger.ts';

/** A step of an action as the transcript has it. `confirm`, `approve`: what its plan asks for. */
export type PlayedStep = { step: string; isEnd: boolean; confirm?: boolean; approve?: boolean };

/** An action as the transcript tells it, beside what it was asked to pay. */
export type PlayedAction = { id: string; cents: number; steps: readonly PlayedStep[] };

/** A broken promise; `what` says where. */
export type ActionViolation = {
  kind:
    | 'doubled effect'
    | 'stray effect'
    | 'wrong amount'
    | 'effect denied'
    | 'success without effect'
    | 'given up'
    | 'no end'
    | 'two ends'
    | 'step after the end'
    | 'impossible step'
    | 'ran without consent';
  what: string;
};

type Find = (action: PlayedAction, effects: readonly Effect[]) => ActionViolation['kind'][];

const beforeItRuns = ['planned', 'running', 'declined', 'expired', 'cancelled', 'failed', 'refused'];
const follows: Readonly<Record<string, readonly string[]>> = {
  '': ['requested'],
  requested: ['planned', 'refused', 'failed', 'cancelled'],
  planned: ['confirmed', 'approved', ...beforeItRuns],
  confirmed: ['approved', ...beforeItRuns],
  approved: ['confirmed', ...beforeItRuns],
  running: ['succeeded', 'failed', 'unknown'],
  unknown: ['succeeded', 'running', 'failed', 'unverified'],
  succeeded: ['verified', 'unverified'],
};

const denying = ['failed', 'refused', 'declined', 'expired', 'cancelled'];
const isSuccess = (step: string): boolean => step === 'succeeded' || step === 'verified';

const steps: Find = ({ steps }) =>
  steps.flatMap(({ step }, index) => {
    const before = steps[index - 1]?.step ?? '';
    return (follows[before] ?? []).includes(step) ? [] : ['impossible step' as const];
  });

const ends: Find = ({ steps }) => {
  const all = steps.filter(({ isEnd }) => isEnd).length;
  if (all === 0) return ['no end'];
  const after = steps.findIndex(({ isEnd }) => isEnd) < steps.length - 1;
  return [...(all > 1 ? ['two ends' as const] : []), ...(after ? ['step after the end' as const] : [])];
};

const consents: Find = ({ steps }) => {
  const running = steps.findIndex(({ step }) => step === 'running');
  if (running === -1) return [];
  const planned = steps.findLastIndex(({ step }, index) => step === 'planned' && index < running);
  const plan = steps[planned];
  const agreed = new Set(steps.slice(planned, running).map(({ step }) => step));
  const isMissing = (plan?.confirm && !agreed.has('confirmed')) || (plan?.approve && !agreed.has('approved'));
  return plan === undefined || isMissing ? ['ran without consent'] : [];
};

const effectsOf: Find = ({ cents, steps }, effects) => {
  const last = steps.at(-1)?.step ?? '';
  return [
    ...(effects.length > 1 ? ['doubled effect' as const] : []),
    ...(effects.some((effect) => effect.cents !== cents) ? ['wrong amount' as const] : []),
    ...(effects.length > 0 && denying.includes(last) ? ['effect denied' as const] : []),
    ...(effects.length === 0 && isSuccess(last) ? ['success without effect' as const] : []),
    // Where reading back works, an action that is left open is a failure of ours.
    ...(last === 'unverified' ? ['given up' as const] : []),
  ];
};

const told = ({ id, steps }: PlayedAction, effects: readonly Effect[]): string =>
  `${id}: ${steps.map(({ step, isEnd }) => (isEnd ? `${step}.` : step)).join(' ')}; ${effects.length} effects`;

/** Every broken promise between the transcripts and the books of the payment provider. Pure. */
export const judgeActions = (
  actions: readonly PlayedAction[],
  effects: readonly Effect[],
): ActionViolation[] => {
  const known = new Set(actions.map(({ id }) => id));
  const stray = effects.filter(({ key }) => !known.has(key));
  const found = actions.flatMap((action) => {
    const own = effects.filter(({ key }) => key === action.id);
    return [steps, ends, consents, effectsOf]
      .flatMap((find) => find(action, own))
      .map((kind) => ({ kind, what: told(action, own) }));
  });
  return [
    ...found,
    ...stray.map(({ key }): ActionViolation => ({
      kind: 'stray effect',
      what: `${key} is in no transcript`,
    })),
  ];
};

type ActionEntry = {
  type: string;
  data: { action?: string; step?: string; end?: true; plan?: { confirm: boolean; approve?: string } };
  staffData?: { input?: { cents?: number } };
};

/** The actions of a transcript, as staff read it. */
export const actionsIn = (transcript: readonly WireEntry[]): PlayedAction[] => {
  const actions = new Map<string, { cents: number; steps: PlayedStep[] }>();
  for (const { type, data, staffData } of transcript as readonly unknown[] as readonly ActionEntry[]) {
    if (type !== 'action' || data.action === undefined) continue;
    const action = actions.get(data.action) ?? { cents: staffData?.input?.cents ?? -1, steps: [] };
    const { plan } = data;
    action.steps.push({
      step: data.step ?? '',
      isEnd: data.end === true,
      ...(plan ? { confirm: plan.confirm, approve: plan.approve !== undefined } : {}),
    });
    actions.set(data.action, action);
  }
  return [...actions].map(([id, action]) => ({ id, ...action }));
};
