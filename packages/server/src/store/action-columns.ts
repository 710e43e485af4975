import { begun, type ActionAsked, type ActionProgress, type ActionRow } from './action-row.ts';
import type { Append } from './store.ts';
import type { Tables } from './tables.ts';

/** What is read of an action, from `actions` as `a` and its conversation as `c`. */
export const rowColumns = [
  'a.id',
  'a.shop',
  'c.id as conversation',
  'a.name',
  'a.version',
  'a.title',
  'a.input',
  'a.audience',
  'a.author',
  'a.step',
  'a.due_at',
  'a.effect',
  'a.plans',
  'a.verifies',
  'a.role',
  'a.revision',
  'a.lease',
  'a.plan',
  'a.confirmed',
  'a.approved',
  'a.runs',
  'a.tries',
  'a.output',
  'a.timer',
  'a.ran_at',
  'a.expects',
] as const;

type Parsed =
  | 'input'
  | 'by'
  | 'dueAt'
  | 'ranAt'
  | 'plan'
  | 'output'
  | 'plans'
  | 'verifies'
  | 'confirmed'
  | 'approved';
export type ActionRead = Omit<ActionRow, Parsed> &
  Record<'input' | 'author' | 'output', string> &
  Record<'due_at' | 'plans' | 'verifies' | 'confirmed' | 'approved', number> & {
    plan: string | null;
    ran_at: number | null;
  };

/** An action out of its row. */
export const actionOf = ({ author, due_at: dueAt, ran_at: ranAt, ...row }: ActionRead): ActionRow => ({
  ...row,
  input: JSON.parse(row.input) as ActionRow['input'],
  output: JSON.parse(row.output) as ActionRow['output'],
  plan: row.plan === null ? null : (JSON.parse(row.plan) as ActionRow['plan']),
  by: JSON.parse(author) as ActionRow['by'],
  plans: row.plans === 1,
  verifies: row.verifies === 1,
  confirmed: row.confirmed === 1,
  approved: row.approved === 1,
  dueAt,
  ranAt,
});

/** The columns that change when an action moves. */
export const movedColumns = (next: ActionProgress) => {
  const { plan, confirmed, approved, output, dueAt, ranAt } = next;
  return {
    step: next.step,
    revision: next.revision,
    lease: next.lease,
    plan: plan === null ? null : JSON.stringify(plan),
    amount: plan?.amount?.amount ?? null,
    currency: plan?.amount?.currency ?? null,
    approver: plan?.approve ?? null,
    confirmed: Number(confirmed),
    approved: Number(approved),
    runs: next.runs,
    tries: next.tries,
    output: JSON.stringify(output),
    timer: next.timer,
    due_at: dueAt,
    ran_at: ranAt,
  } satisfies Partial<Tables['actions']>;
};

/** The row of an action that begins. */
export const begunColumns = (
  id: ActionRow['id'],
  {
    name,
    version,
    title,
    input,
    audience,
    role,
    effect,
    plans,
    verifies,
    expects = null,
    dueAt,
  }: ActionAsked,
  { shop, by, conversation }: Pick<Append, 'shop' | 'by'> & { conversation: number },
) =>
  ({
    id,
    shop,
    conversation,
    name,
    version,
    title,
    input: JSON.stringify(input),
    audience,
    author: JSON.stringify(by),
    requester: by.id,
    role,
    effect,
    plans: Number(plans),
    verifies: Number(verifies),
    expects,
    ...movedColumns(begun(dueAt)),
  }) satisfies Tables['actions'];
