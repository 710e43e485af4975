import type { ActionId, AnyEntry, Card, Entry, PlanShown } from '@shopbell/protocol';

/** An action with a plan: what would happen, and everything that came of it, as one item where it was planned last. */
export type StoryItem = {
  kind: 'story';
  key: ActionId;
  title: string;
  plan: PlanShown;
  /** From the plan on, in order. */
  steps: readonly Entry<'action'>[];
};

/** The story an entry begins; `null` for one that is told in another’s; `undefined` where there is no plan. */
export const storyOf = (
  entry: Entry<'action'>,
  entries: readonly AnyEntry[],
): StoryItem | null | undefined => {
  const { action, title } = entry.data;
  const all = entries.filter(
    (each): each is Entry<'action'> => each.type === 'action' && each.data.action === action,
  );
  const from = all.findLastIndex(({ data }) => data.plan);
  const plan = all[from]?.data.plan;
  if (!plan) return undefined;
  return all[from] === entry ? { kind: 'story', key: action, title, plan, steps: all.slice(from) } : null;
};

/** The card to show: of the result; of the plan as long as that is still what would happen, and asks. */
export const cardOf = ({ plan, steps }: StoryItem): Card | undefined => {
  const result = steps.findLast(({ data }) => data.card)?.data.card;
  // What was to come is no longer so, once it came to something or to nothing.
  const isOver = steps.some(({ data }) => data.end || data.step === 'succeeded');
  return result ?? (plan.confirm && !isOver ? plan.card : undefined);
};
