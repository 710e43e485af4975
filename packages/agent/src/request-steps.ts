import type { Entry, PlanShown } from '@shopbell/protocol';
import type { EndedStep, RequestState } from './request-types.ts';

/** What a program reads when nobody wrote a reason. */
const sentences: Record<EndedStep, string> = {
  failed: 'failed.',
  refused: 'was refused.',
  declined: 'was declined.',
  expired: 'expired before everybody agreed.',
  cancelled: 'was cancelled.',
  unverified: 'could not be confirmed in the shop.',
};

/** What a transcript has told of an action so far. */
export type Told = { state: RequestState; plan: PlanShown | null };

/** Nothing but that it was asked for. */
export const untold: Told = { state: { step: 'requested', isEnd: false }, plan: null };

/** What the next entry makes of it. */
export const tell = (told: Told, { data, staffData }: Entry<'action'>): Told => {
  const { step, title, end: isEnd = false } = data;
  const plan = data.plan ?? told.plan;
  const { state } = told;
  switch (step) {
    case 'requested':
      return told;
    case 'planned':
    case 'confirmed':
    case 'approved':
      return plan ? { plan, state: { step, isEnd: false, plan } } : told;
    case 'running':
    case 'unknown':
      return { plan, state: { step, isEnd: false, plan } };
    case 'succeeded':
      return { plan, state: { step, isEnd, output: staffData?.output, card: data.card ?? null } };
    case 'verified': {
      const ran = state.step === 'succeeded' ? state : { output: undefined, card: null };
      const output = staffData?.output ?? ran.output;
      return { plan, state: { step, isEnd, output, card: data.card ?? ran.card } };
    }
    case 'failed':
    case 'refused':
    case 'declined':
    case 'expired':
    case 'cancelled':
    case 'unverified': {
      const error = staffData?.error ?? { code: step, message: `${title} ${sentences[step]}` };
      return { plan, state: { step, isEnd: true, error } };
    }
    default:
      return step satisfies never;
  }
};
