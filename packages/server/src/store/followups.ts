import { refuse, type FollowupId } from '@shopbell/protocol';
import type { FollowupChange, FollowupPage, FollowupQuery, FollowupRow } from './followup-row.ts';
import type { Runner } from './runner.ts';
import type { Append } from './store.ts';
import type { Tables } from './tables.ts';

const columns = [
  'f.id',
  'f.shop',
  'c.id as conversation',
  'f.action',
  'f.text',
  'f.due_at',
  'f.owner_id',
  'f.owner_name',
  'f.author',
  'f.state',
  'f.created_at',
  'f.done_at',
] as const;

type Read = Omit<Tables['followups'], 'conversation'> & { conversation: FollowupRow['conversation'] };

const followupOf = ({
  owner_id: ownerId,
  owner_name: ownerName,
  author,
  action,
  ...row
}: Read): FollowupRow => ({
  id: row.id,
  shop: row.shop,
  conversation: row.conversation,
  text: row.text,
  dueAt: row.due_at,
  owner: ownerId === null ? null : { id: ownerId, name: ownerName ?? '' },
  by: JSON.parse(author) as FollowupRow['by'],
  ...(action === null ? {} : { action }),
  state: row.state,
  createdAt: row.created_at,
  doneAt: row.done_at,
});

/** The row of a follow-up that begins. */
export const followupColumns = (
  id: FollowupId,
  { text, dueAt, owner, action }: NonNullable<FollowupChange['begin']>,
  { shop, by, conversation, at }: Pick<Append, 'shop' | 'by'> & { conversation: number; at: number },
): Tables['followups'] => ({
  id,
  shop,
  conversation,
  action: action ?? null,
  text,
  due_at: dueAt,
  owner_id: owner?.id ?? null,
  owner_name: owner?.name ?? null,
  author: JSON.stringify({ kind: by.kind, id: by.id, name: by.name }),
  state: 'open',
  created_at: at,
  done_at: null,
});

const placeOf = (cursor: string): { dueAt: number; id: FollowupId } => {
  const [, dueAt, id] = /^(\d{1,16})~(flw_[A-Za-z0-9_-]{1,40})$/.exec(cursor) ?? [];
  if (dueAt !== undefined && id !== undefined) return { dueAt: Number(dueAt), id: id as FollowupId };
  throw refuse('bad_request', 'The cursor is not one of this relay’s. Use the `next` of the page before.');
};

/** What is asked of the follow-ups’ rows. */
export const createFollowups = (runner: Runner) => {
  const rows = runner.build
    .selectFrom('followups as f')
    .innerJoin('conversations as c', 'c.key', 'f.conversation')
    .select([...columns]);
  const wanted = (shop: string, query: FollowupQuery) => {
    const { state, dueBefore, ownerId, conversation, cursor } = query;
    let found = rows.where('f.shop', '=', shop).where('f.state', '=', state);
    if (dueBefore !== undefined) found = found.where('f.due_at', '<', dueBefore);
    if (ownerId === null) found = found.where('f.owner_id', 'is', null);
    else if (ownerId !== undefined) found = found.where('f.owner_id', '=', ownerId);
    if (conversation !== undefined) found = found.where('c.id', '=', conversation);
    if (cursor === undefined) return found;
    const { dueAt, id } = placeOf(cursor);
    return found.where((is) =>
      is.or([is('f.due_at', '>', dueAt), is.and([is('f.due_at', '=', dueAt), is('f.id', '>', id)])]),
    );
  };

  return {
    followup: async (id: FollowupId): Promise<FollowupRow | null> => {
      const row = await runner.first<Read>(rows.where('f.id', '=', id));
      return row && followupOf(row);
    },
    followups: async (shop: string, query: FollowupQuery): Promise<FollowupPage> => {
      const page = wanted(shop, query).orderBy('f.due_at').orderBy('f.id');
      const found = (await runner.all<Read>(page.limit(query.limit + 1))).map(followupOf);
      const followups = found.slice(0, query.limit);
      const last = followups.at(-1);
      return { followups, next: last && found.length > query.limit ? `${last.dueAt}~${last.id}` : null };
    },
  };
};
