import { refuse, type DraftId } from '@shopbell/protocol';
import type { HeldChange, HeldCount, HeldPage, HeldQuery, HeldRow } from './held-row.ts';
import type { Runner } from './runner.ts';
import type { Append } from './store.ts';
import type { Tables } from './tables.ts';

const columns = [
  'd.id',
  'd.shop',
  'c.id as conversation',
  'd.author',
  'd.parts',
  'd.state',
  'd.held_at',
  'd.due_at',
] as const;

type Read = Pick<Tables['drafts'], 'id' | 'shop' | 'author' | 'parts' | 'state' | 'held_at' | 'due_at'> & {
  conversation: HeldRow['conversation'];
};

const heldOf = ({ author, parts, held_at: heldAt, due_at: dueAt, ...row }: Read): HeldRow => ({
  ...row,
  by: JSON.parse(author) as HeldRow['by'],
  parts: JSON.parse(parts) as HeldRow['parts'],
  heldAt,
  dueAt,
});

/** The row of a draft that begins to be held. */
export const heldColumns = (
  id: DraftId,
  { parts, dueAt }: NonNullable<HeldChange['begin']>,
  { shop, by, conversation, at }: Pick<Append, 'shop' | 'by'> & { conversation: number; at: number },
): Tables['drafts'] => ({
  id,
  shop,
  conversation,
  author_id: by.id,
  author: JSON.stringify({ kind: by.kind, id: by.id, name: by.name }),
  parts: JSON.stringify(parts),
  state: 'held',
  held_at: at,
  due_at: dueAt,
});

const placeOf = (cursor: string): { heldAt: number; id: DraftId } => {
  const [, heldAt, id] = /^(\d{1,16})~(drf_[A-Za-z0-9_-]{1,40})$/.exec(cursor) ?? [];
  if (heldAt !== undefined && id !== undefined) return { heldAt: Number(heldAt), id: id as DraftId };
  throw refuse('bad_request', 'The cursor is not one of this relay’s. Use the `next` of the page before.');
};

/** What is asked of the drafts’ rows. */
export const createHeld = ({ build, all, first }: Runner) => {
  const rows = build
    .selectFrom('drafts as d')
    .innerJoin('conversations as c', 'c.key', 'd.conversation')
    .select([...columns]);
  const wanted = (shop: string, { author, cursor }: HeldQuery) => {
    let found = rows.where('d.shop', '=', shop).where('d.state', '=', 'held');
    if (author !== undefined) found = found.where('d.author_id', '=', author);
    if (cursor === undefined) return found;
    const { heldAt, id } = placeOf(cursor);
    return found.where((is) =>
      is.or([is('d.held_at', '>', heldAt), is.and([is('d.held_at', '=', heldAt), is('d.id', '>', id)])]),
    );
  };

  return {
    heldDraft: async (id: DraftId): Promise<HeldRow | null> => {
      const row = await first<Read>(rows.where('d.id', '=', id));
      return row && heldOf(row);
    },
    heldDrafts: async (shop: string, query: HeldQuery): Promise<HeldPage> => {
      const page = wanted(shop, query).orderBy('d.held_at').orderBy('d.id');
      const found = (await all<Read>(page.limit(query.limit + 1))).map(heldOf);
      const drafts = found.slice(0, query.limit);
      const last = drafts.at(-1);
      return { drafts, next: last && found.length > query.limit ? `${last.heldAt}~${last.id}` : null };
    },
    countHeld: async (
      shop: string,
      { at, author }: { at: number; author?: string | undefined },
    ): Promise<HeldCount> => {
      const held = build.selectFrom('drafts').where('shop', '=', shop).where('state', '=', 'held');
      const mine = author === undefined ? held : held.where('author_id', '=', author);
      const all = await first(mine.select(({ fn }) => fn.countAll<number>().as('count')));
      const early = await first(
        mine
          .where('due_at', '>', at)
          .select(({ fn }) => [
            fn.countAll<number>().as('count'),
            fn.min<number | null>('due_at').as('next'),
          ]),
      );
      const waiting = all?.count ?? 0;
      return { waiting, late: waiting - (early?.count ?? 0), nextDueAt: early?.next ?? null };
    },
  };
};
