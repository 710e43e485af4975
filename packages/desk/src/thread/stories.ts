import type { AnyEntry, Author, Card, Entry, Json, PlanShown } from '@shopbell/protocol';

/** An action of one id, told as one story from its steps. */
export type ActionStory = {
  action: string;
  name: string;
  title: string;
  audience: 'everyone' | 'staff';
  /** The last step known. */
  step: Entry<'action'>['data']['step'];
  /** Who asked, and who carried it out, as far as the loaded steps tell. */
  askedBy: Author | null;
  doneBy: Author | null;
  input: Json | undefined;
  output: Json | undefined;
  error: { code: string; message: string } | null;
  card: Card | null;
  /** The last plan: what would happen, and who has to agree. */
  plan: PlanShown | null;
  startedAt: number;
  lastAt: number;
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
    askedBy: all.find(({ data }) => data.step === 'requested')?.by ?? null,
    doneBy: ended?.by ?? null,
    input: all.find(({ staffData }) => staffData?.input !== undefined)?.staffData?.input,
    output: all.find(({ staffData }) => staffData?.output !== undefined)?.staffData?.output,
    error: last.staffData?.error ?? null,
    card: all.find(({ data }) => data.card)?.data.card ?? null,
    plan: all.findLast(({ data }) => data.plan)?.data.plan ?? null,
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
