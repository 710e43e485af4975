import type { ActionStep, Json } from '@shopbell/protocol';
import { times } from '@shopbell/protocol/limits';
import type { ActionFacts, ActionProgress, KeptPlan } from '../store/action-row.ts';

/*
 *   requested ──planned──→ planned ──confirm, approve (those that are asked for)──→ confirmed, approved
 *       │                    ↑ └──── planned: a new plan voids what was agreed to ────┘      │
 *       └────── run: a read without a plan ──────────→ running ←─────────── run ─────────────┘
 *   running ── succeeded ─→ succeeded ── verify ─→ verified | unverified      (the end, where there is no verify)
 *   running ── failed ────→ failed
 *   running ── silent, cut off, due → unknown ── verify ─→ succeeded + verified | unverified | nothing: running again | failed
 *   before running: refused | declined | cancelled | expired | failed
 *
 *   timer: plan · expiry · run · verify (asked, or to be asked by the next office) · again (wait, then verify)
 *   no timer: the end. The lease grows whenever the action is to be handed to an office.
 */

/** What happens to an action: what an office reports, what people say, and what time brings. */
export type ActionEvent =
  | { type: 'planned'; plan: KeptPlan }
  | {
      type:
        | 'refused'
        | 'failed'
        | 'unverified'
        | 'nothing'
        | 'cancel'
        | 'run'
        | 'asked'
        | 'silent'
        | 'cutOff'
        | 'due';
    }
  | { type: 'succeeded'; output: Json }
  | { type: 'verified'; output?: Json | undefined }
  | { type: 'later'; againInMs: number }
  | { type: 'confirm' | 'decline' | 'approve' | 'reject'; digest: string };

type Fault = { code: string; message: string };

/** What becomes of it: the steps to be written down (none: only the progress changes), or why not. */
export type Transition =
  | { ok: true; steps: ActionStep[]; next: ActionProgress; error?: Fault }
  | { ok: false; message: string };

/** How often an office may leave open whether an action took effect. */
export const triesMax = 60;
const runsMax = 2;

type At = { facts: ActionFacts; now: ActionProgress; time: number };

const no = (message: string): Transition => ({ ok: false, message });
const to = ({ now }: At, steps: ActionStep[], change: Partial<ActionProgress>): Transition => ({
  ok: true,
  steps,
  next: { ...now, step: steps.at(-1) ?? now.step, ...change, revision: now.revision + 1 },
});
const because = (transition: Transition, error: Fault): Transition =>
  transition.ok ? { ...transition, error } : transition;
const end = (at: At, steps: ActionStep[], error?: Fault): Transition => {
  const ended = to(at, steps, { timer: null });
  return error ? because(ended, error) : ended;
};

const gone: Fault = {
  code: 'office_unavailable',
  message: 'The office that carries out this action is gone. Try again later.',
};
const late: Fault = { code: 'timeout', message: 'The office did not report in time.' };
const untold: Fault = {
  code: 'unverified',
  message: 'Whether this took effect could not be read back. Look it up in the shop.',
};
const undone: Fault = { code: 'nothing_happened', message: 'The shop shows nothing of it.' };
/** Why an action that only staff see cannot ask the shopper. */
export const unseen: Fault = {
  code: 'consent_needed',
  message: 'The shopper has to agree to this. Ask for it with the audience “everyone”.',
};

/** Whether everybody has agreed who has to. */
export const isAgreed = ({ plan, confirmed, approved }: ActionProgress): boolean =>
  plan !== null && (!plan.confirm || confirmed) && (plan.approve === undefined || approved);

const verifySoon = ({ now, time }: At): Partial<ActionProgress> => ({
  timer: 'verify',
  dueAt: time + times.actionVerifyTimeoutMs,
  lease: now.lease + 1,
});

const begin = (at: At): Transition => {
  const { facts, now, time } = at;
  return to(at, ['running'], {
    timer: 'run',
    dueAt: facts.plans ? time + times.actionRunTimeoutMs : now.dueAt,
    lease: now.lease + 1,
    runs: now.runs + 1,
    ranAt: time,
  });
};

const planned = (at: At, plan: KeptPlan): Transition => {
  if (!at.facts.plans) return no('This action is not planned.');
  if (plan.confirm && at.facts.audience === 'staff') return end(at, ['refused'], unseen);
  const fresh = { plan, confirmed: false, approved: false };
  return to(at, ['planned'], { ...fresh, timer: 'expiry', dueAt: plan.expiresAt });
};

type EventOf<K> = ActionEvent & { type: K };
/** What a state makes of each event it knows; any other is refused with its sentence. */
type Reactions = {
  [K in ActionEvent['type']]?: (at: At, event: EventOf<K>) => Transition;
} & { otherwise: string };

const ends =
  (step: ActionStep, error?: Fault) =>
  (at: At): Transition =>
    end(at, [step], error);
const stays = (at: At): Transition => to(at, [], {});

const whenRequested: Reactions = {
  planned: (at, { plan }) => planned(at, plan),
  refused: ends('refused'),
  failed: ends('failed'),
  cancel: ends('cancelled'),
  run: (at) => (at.facts.plans ? no('The action has no plan yet.') : begin(at)),
  asked: (at) => to(at, [], { lease: at.now.lease + 1 }),
  silent: ends('failed', gone),
  due: ends('failed', late),
  otherwise: 'The action has no plan yet.',
};

type Answer = EventOf<'confirm' | 'decline' | 'approve' | 'reject'>;

/** Why an answer to a plan does not count; `null`: it does. */
const objection = ({ now: { plan, confirmed, approved }, time }: At, { type, digest }: Answer) => {
  const isShopper = type === 'confirm' || type === 'decline';
  if (plan === null || digest !== plan.digest) return 'The plan has changed meanwhile. Look at the new one.';
  if (time >= plan.expiresAt) return 'The plan has expired. Ask for the action again.';
  if (isShopper && !plan.confirm) return 'This plan needs no confirmation.';
  if (!isShopper && plan.approve === undefined) return 'This plan needs no approval.';
  if (type === 'confirm' && confirmed) return 'It has been confirmed already.';
  return type === 'approve' && approved ? 'It has been approved already.' : null;
};
const answered =
  (step: ActionStep, change: Partial<ActionProgress>) =>
  (at: At, answer: Answer): Transition => {
    const fault = objection(at, answer);
    return fault === null ? to(at, [step], change) : no(fault);
  };

const whenPlanned: Reactions = {
  planned: (at, { plan }) => planned(at, plan),
  refused: ends('refused'),
  failed: ends('failed'),
  confirm: answered('confirmed', { confirmed: true }),
  approve: answered('approved', { approved: true }),
  decline: answered('declined', { timer: null }),
  reject: answered('declined', { timer: null }),
  cancel: ends('cancelled'),
  run: (at) => {
    if (at.time >= (at.now.plan?.expiresAt ?? 0)) return no('The plan has expired.');
    return isAgreed(at.now) ? begin(at) : no('Not everybody has agreed yet.');
  },
  silent: stays,
  due: ends('expired'),
  otherwise: 'The action does not run yet.',
};

const lost =
  (fault: Fault) =>
  (at: At): Transition => {
    if (at.facts.effect === 'read') return end(at, ['failed'], fault);
    if (!at.facts.verifies) return end(at, ['unknown', 'unverified'], untold);
    return because(to(at, ['unknown'], verifySoon(at)), fault);
  };

const whenRunning: Reactions = {
  succeeded: (at, { output }) =>
    to(at, ['succeeded'], { output, ...(at.facts.verifies ? verifySoon(at) : { timer: null }) }),
  failed: ends('failed'),
  asked: (at) =>
    at.facts.effect === 'read'
      ? to(at, [], { lease: at.now.lease + 1 })
      : no('A write is not handed over twice.'),
  silent: lost(gone),
  cutOff: lost(gone),
  due: lost(late),
  otherwise: 'The action is running already.',
};

const again = (at: At): Transition => {
  const { now, facts, time } = at;
  const isValid = now.plan !== null && time < now.plan.expiresAt;
  if (now.step !== 'unknown') return end(at, ['unverified'], undone);
  return facts.effect === 'write' && isValid && now.runs < runsMax ? begin(at) : end(at, ['failed'], undone);
};

const isTried = ({ now }: At): boolean => now.tries + 1 >= triesMax;

const whenVerifying: Reactions = {
  verified: (at, { output }) => {
    if (at.now.step === 'succeeded')
      return to(at, ['verified'], { timer: null, output: output === undefined ? at.now.output : output });
    return to(at, ['succeeded', 'verified'], { output: output ?? null, timer: null });
  },
  unverified: ends('unverified'),
  nothing: again,
  later: (at, { againInMs }) => {
    const waits = { timer: 'again', dueAt: at.time + againInMs } as const;
    // What took effect may take its time to be complete: a payment link waits for weeks until it is paid.
    if (at.now.step === 'succeeded') return to(at, [], { ...waits, tries: 0 });
    if (isTried(at)) return end(at, ['unverified'], untold);
    return to(at, [], { ...waits, tries: at.now.tries + 1 });
  },
  asked: (at) => to(at, [], verifySoon(at)),
  silent: stays,
  due: (at) => {
    const isUnanswered = at.now.timer === 'verify';
    if (isUnanswered && isTried(at)) return end(at, ['unverified'], untold);
    return to(at, [], { ...verifySoon(at), tries: at.now.tries + (isUnanswered ? 1 : 0) });
  },
  otherwise: 'The action has run already.',
};

const reactions: Partial<Record<ActionStep, Reactions>> = {
  requested: whenRequested,
  planned: whenPlanned,
  confirmed: whenPlanned,
  approved: whenPlanned,
  running: whenRunning,
  succeeded: whenVerifying,
  unknown: whenVerifying,
};

/** What an event makes of an action, at a time. Pure; a refusal changes nothing. */
export const advance = (
  facts: ActionFacts,
  now: ActionProgress,
  { event, time }: { event: ActionEvent; time: number },
): Transition => {
  const known = now.timer === null ? undefined : reactions[now.step];
  if (known === undefined) return no(`The action is over: ${now.step}.`);
  // One table per state is typed by its events; which of them this is, is only known here.
  const react = known[event.type] as ((at: At, event: ActionEvent) => Transition) | undefined;
  return react ? react({ facts, now, time }, event) : no(known.otherwise);
};

/** What an office has to be asked next, if anything; a write that runs is never handed over again. */
export const nextAsk = (facts: ActionFacts, now: ActionProgress): 'plan' | 'run' | 'verify' | null => {
  if (now.timer === null || now.timer === 'again') return null;
  if (now.timer === 'verify') return 'verify';
  if (now.step === 'requested') return facts.plans ? 'plan' : 'run';
  if (now.step === 'running') return facts.effect === 'read' ? 'run' : null;
  return isAgreed(now) ? 'run' : null;
};
