import { refuse, type ActionId, type Money } from '@shopbell/protocol';
import {
  begun,
  type ActionChange,
  type ActionProgress,
  type ActionRow,
  type ApprovalPage,
  type ApprovalQuery,
  type SpentQuery,
} from '../action-row.ts';
import type { Append } from '../store.ts';
import type { Connection } from './connection.ts';

/** The actions’ rows: one per action, at the step it is in. */
export interface ActionSteps {
  /** Whether the change may be made now; `null` when it may, else what is wrong. */
  objection: (change: ActionChange, conversation: number | null) => string | null;
  /** Writes it; to be called when there is no objection. */
  write: (change: ActionChange, append: Append, conversation: number) => void;
  /** Moves it without an entry. Whether it was where it was thought to be. */
  progress: (id: ActionId, progress: ActionProgress) => boolean;
  find: (id: ActionId) => ActionRow | null;
  /** Those that have a timer. */
  open: () => ActionRow[];
  /** Those of a shop whose plan waits for an approval. */
  approvals: (shop: string, query: ApprovalQuery) => ApprovalPage;
  spent: (query: SpentQuery) => Money[];
}

const stepSql = 'SELECT step, revision, conversation FROM actions WHERE id = ?';
const moveSql = `UPDATE actions SET step = ?, revision = ?, lease = ?, plan = ?, amount = ?, currency = ?,
  approver = ?, confirmed = ?, approved = ?, runs = ?, tries = ?, output = ?, timer = ?, due_at = ?, ran_at = ? WHERE id = ? AND revision = ?`;
const beginSql = `INSERT INTO actions (id, shop, conversation, name, version, title, input, audience, author, requester,
  role, effect, plans, verifies, expects, step, timer, due_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
// Open plans count too, or a limit could be split over several that wait at once.
const spentSql = `SELECT currency, SUM(amount) AS amount FROM actions
  WHERE requester = ? AND name = ? AND shop = ? AND id <> ? AND amount IS NOT NULL
    AND (ran_at >= ? OR (ran_at IS NULL AND timer IS NOT NULL))
    AND step NOT IN ('failed', 'refused', 'declined', 'expired', 'cancelled')
  GROUP BY currency ORDER BY currency`;
const rowColumns = [
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
type Row = Omit<ActionRow, Parsed> &
  Record<'input' | 'author' | 'output', string> &
  Record<'due_at' | 'plans' | 'verifies' | 'confirmed' | 'approved', number> & {
    plan: string | null;
    ran_at: number | null;
  };

const rowOf = ({ author, due_at: dueAt, ran_at: ranAt, ...row }: Row): ActionRow => ({
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

const movedTo = (next: ActionProgress) => {
  const { step, revision, lease, plan, confirmed, approved, runs, tries, output, timer, dueAt, ranAt } = next;
  const amount = plan?.amount;
  const planned = [
    plan === null ? null : JSON.stringify(plan),
    amount?.amount ?? null,
    amount?.currency ?? null,
    plan?.approve ?? null,
  ];
  const agreed = [Number(confirmed), Number(approved)];
  return [
    step,
    revision,
    lease,
    ...planned,
    ...agreed,
    runs,
    tries,
    JSON.stringify(output),
    timer,
    dueAt,
    ranAt,
  ];
};

const asksOf = ({ role, effect, plans, verifies, expects = null }: NonNullable<ActionChange['request']>) =>
  [role, effect, Number(plans), Number(verifies), expects] as const;

const cursorOf = ({ dueAt, id }: ActionRow): string => `${dueAt}~${id}`;
const placeOf = (cursor: string): { dueAt: number; id: ActionId } => {
  const [, dueAt, id] = /^(\d{1,16})~(act_[A-Za-z0-9_-]{1,40})$/.exec(cursor) ?? [];
  if (dueAt !== undefined && id !== undefined) return { dueAt: Number(dueAt), id: id as ActionId };
  throw refuse('bad_request', 'The cursor is not one of this relay’s. Use the `next` of the page before.');
};

/** What waits for an approval, what expires first on top. */
const createApprovals = ({ build, all, first }: Connection) => {
  const waitingIn = (shop: string) =>
    build
      .selectFrom('actions as a')
      .innerJoin('conversations as c', 'c.key', 'a.conversation')
      .where('a.shop', '=', shop)
      .where('a.timer', '=', 'expiry')
      .where('a.approver', 'is not', null)
      .where('a.approved', '=', 0);
  const after = (shop: string, cursor: string | undefined) => {
    if (cursor === undefined) return waitingIn(shop);
    const { dueAt, id } = placeOf(cursor);
    return waitingIn(shop).where((is) =>
      is.or([is('a.due_at', '>', dueAt), is.and([is('a.due_at', '=', dueAt), is('a.id', '>', id)])]),
    );
  };
  return (shop: string, { cursor, limit }: ApprovalQuery): ApprovalPage => {
    const page = after(shop, cursor)
      .select([...rowColumns])
      .orderBy('a.due_at')
      .orderBy('a.id');
    const found = all(page.limit(limit + 1)).map(rowOf);
    const actions = found.slice(0, limit);
    const last = actions.at(-1);
    const count = first(waitingIn(shop).select(({ fn }) => fn.countAll<number>().as('waiting')));
    return {
      actions,
      next: last && found.length > limit ? cursorOf(last) : null,
      waiting: count?.waiting ?? 0,
    };
  };
};

/** Actions over one connection. */
export const createActionSteps = (connection: Connection): ActionSteps => {
  const { build, prepare } = connection;
  const step = prepare(stepSql);
  const move = prepare(moveSql);
  const begin = prepare(beginSql);
  const spent = prepare(spentSql);
  const rows = build
    .selectFrom('actions as a')
    .innerJoin('conversations as c', 'c.key', 'a.conversation')
    .select([...rowColumns]);
  const progress = (id: ActionId, next: ActionProgress): boolean =>
    Number(move.run(...movedTo(next), id, next.revision - 1).changes) === 1;

  return {
    objection: ({ id, from, request, progress: next }, conversation) => {
      const row = step.get(id) as { step: string; revision: number; conversation: number } | undefined;
      if (from === null) {
        if (request === undefined) return 'An action begins with a request.';
        return row === undefined ? null : 'The action has begun already.';
      }
      if (next === undefined) return 'An action moves with its progress.';
      if (row === undefined || row.conversation !== conversation) return 'There is no such action.';
      if (row.step !== from) return `The action is ${row.step}, no longer ${from}.`;
      return row.revision === next.revision - 1 ? null : 'The action has changed meanwhile.';
    },
    write: ({ id, from, request, progress: next }, { shop, by }, conversation) => {
      if (from !== null || request === undefined) {
        if (next !== undefined) progress(id, next);
        return;
      }
      const { name, version, title, input, audience, dueAt } = request;
      const about = [name, version, title, JSON.stringify(input), audience, JSON.stringify(by), by.id];
      const { step: first, timer } = begun(dueAt);
      begin.run(id, shop, conversation, ...about, ...asksOf(request), first, timer, dueAt);
    },
    progress,
    find: (id) => {
      const row = connection.first(rows.where('a.id', '=', id));
      return row === null ? null : rowOf(row);
    },
    open: () => connection.all(rows.where('a.timer', 'is not', null).orderBy('a.due_at')).map(rowOf),
    approvals: createApprovals(connection),
    spent: ({ shop, requester, name, since, except }) =>
      spent.all(requester, name, shop, except, since).map((row) => ({ ...row }) as Money),
  };
};
