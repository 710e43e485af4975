import { refuse, type ActionId, type Money } from '@shopbell/protocol';
import { sql } from 'kysely';
import { actionOf, rowColumns } from './action-columns.ts';
import type { ActionRow, ApprovalPage, ApprovalQuery, SpentQuery } from './action-row.ts';
import type { Runner } from './runner.ts';

const cursorOf = ({ dueAt, id }: ActionRow): string => `${dueAt}~${id}`;
const placeOf = (cursor: string): { dueAt: number; id: ActionId } => {
  const [, dueAt, id] = /^(\d{1,16})~(act_[A-Za-z0-9_-]{1,40})$/.exec(cursor) ?? [];
  if (dueAt !== undefined && id !== undefined) return { dueAt: Number(dueAt), id: id as ActionId };
  throw refuse('bad_request', 'The cursor is not one of this relay’s. Use the `next` of the page before.');
};

/** What waits for an approval, what expires first on top. */
const createApprovals = ({ build, all, first }: Runner) => {
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
  return async (shop: string, { cursor, limit }: ApprovalQuery): Promise<ApprovalPage> => {
    const page = after(shop, cursor)
      .select([...rowColumns])
      .orderBy('a.due_at')
      .orderBy('a.id');
    const found = (await all(page.limit(limit + 1))).map(actionOf);
    const actions = found.slice(0, limit);
    const last = actions.at(-1);
    const count = await first(waitingIn(shop).select(({ fn }) => fn.countAll<number>().as('waiting')));
    return {
      actions,
      next: last && found.length > limit ? cursorOf(last) : null,
      waiting: count?.waiting ?? 0,
    };
  };
};

const ended = ['failed', 'refused', 'declined', 'expired', 'cancelled'] as const;

/** What is asked of the actions’ rows. */
export const createActionReads = (runner: Runner) => {
  const { build } = runner;
  const rows = build
    .selectFrom('actions as a')
    .innerJoin('conversations as c', 'c.key', 'a.conversation')
    .select([...rowColumns]);

  return {
    action: async (id: ActionId): Promise<ActionRow | null> => {
      const row = await runner.first(rows.where('a.id', '=', id));
      return row === null ? null : actionOf(row);
    },
    openActions: async (): Promise<ActionRow[]> =>
      (await runner.all(rows.where('a.timer', 'is not', null).orderBy('a.due_at'))).map(actionOf),
    approvals: createApprovals(runner),
    // Open plans count too, or a limit could be split over several that wait at once.
    spent: ({ shop, requester, name, since, except }: SpentQuery): Promise<Money[]> =>
      runner.all(
        build
          .selectFrom('actions')
          .select(['currency', sql<number>`CAST(SUM(amount) AS BIGINT)`.as('amount')])
          .$narrowType<{ currency: string }>()
          .where('requester', '=', requester)
          .where('name', '=', name)
          .where('shop', '=', shop)
          .where('id', '<>', except)
          .where('amount', 'is not', null)
          .where((is) =>
            is.or([
              is('ran_at', '>=', since),
              is.and([is('ran_at', 'is', null), is('timer', 'is not', null)]),
            ]),
          )
          .where('step', 'not in', ended)
          .groupBy('currency')
          .orderBy('currency'),
      ),
  };
};
