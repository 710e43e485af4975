import type { AnyEntry, Author, Card, Entry, Json, PlanShown } from '@shopbell/protocol';

type Step = Entry<'action'>['data']['step'];
type StaffError = { code: string; message: string };

/** One step of a story: what happened, when, by whom, and staff's reason where it went wrong. */
export type StoryStep = { seq: number; step: Step; at: number; by: Author; error: StaffError | null };

/** An action of one id, told as one story from its steps. */
export type ActionStory = {
  action: string;
  name: string;
  title: string;
  audience: 'everyone' | 'staff';
  /** The last step known. */
  step: Step;
  /** All that are known, in order. */
  steps: readonly StoryStep[];
  /** Who asked, and who carried it out, as far as the loaded steps tell. */
  askedBy: Author | null;
  doneBy: Author | null;
  input: Json | undefined;
  output: Json | undefined;
  error: StaffError | null;
  card: Card | null;
  /** The last plan: what would happen, and who has to agree. */
  plan: PlanShown | null;
  /** Who has not agreed to the plan yet. */
  waitsFor: { shopper: boolean; supervisor: boolean };
  startedAt: number;
  lastAt: number;
};

const open: readonly Step[] = ['requested', 'planned', 'confirmed', 'approved'];

/** Whether an action has neither begun to run nor ended. */
export const isBeforeRunning = ({ step }: Pick<ActionStory, 'step'>): boolean => open.includes(step);

/** Who still has to agree: a new plan voids what was agreed to before. */
const waitsFor = (steps: readonly Entry<'action'>[]): ActionStory['waitsFor'] => {
  const planAt = steps.findLastIndex(({ data }) => data.plan);
  const plan = steps[planAt]?.data.plan;
  const since = steps.slice(planAt + 1).map(({ data }) => data.step);
  const isOpen = plan !== undefined && since.every((step) => open.includes(step));
  return {
    shopper: isOpen && plan.confirm && !since.includes('confirmed'),
    supervisor: isOpen && plan.approve === 'supervisor' && !since.includes('approved'),
  };
};

/** The story of the steps of one action, in the order they were stored. At least one step. */
export const tellAction = (first: Entry<'action'>, more: readonly Entry<'action'>[]): ActionStory => {
  const all = [first, ...more];
  const last = all.reduce((so, each) => (each.seq >= so.seq ? each : so));
  const ended = all.find(({ data }) => data.step === 'succeeded') ?? all.find(({ data }) => data.end);
  return {
    action: first.data.action,
    name: first.data.name,
    title: first.data.title,
    audience: first.audience,
    step: last.data.step,
    steps: all.map(({ seq, at, by, data, staffData }) => ({
      seq,
      at,
      by,
      step: data.step,
      error: staffData?.error ?? null,
    })),
    askedBy: all.find(({ data }) => data.step === 'requested')?.by ?? null,
    doneBy: ended?.by ?? null,
    input: all.find(({ staffData }) => staffData?.input !== undefined)?.staffData?.input,
    output: all.findLast(({ staffData }) => staffData?.output !== undefined)?.staffData?.output,
    error: last.staffData?.error ?? null,
    // What came of it last: a payment that was asked for is paid by now.
    card: all.findLast(({ data }) => data.card)?.data.card ?? null,
    plan: all.findLast(({ data }) => data.plan)?.data.plan ?? null,
    waitsFor: waitsFor(all),
    startedAt: first.at,
    lastAt: last.at,
  };
};

/** Every action among entries, told once, in the order they began. */
export const tellActions = (entries: readonly AnyEntry[]): ActionStory[] => {
  const byAction = new Map<string, Entry<'action'>[]>();
  for (const entry of entries) {
    if (entry.type !== 'action') continue;
    byAction.set(entry.data.action, [...(byAction.get(entry.data.action) ?? []), entry]);
  }
  return [...byAction.values()].flatMap(([first, ...more]) => (first ? [tellAction(first, more)] : []));
};
