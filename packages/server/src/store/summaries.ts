import type {
  Conversation,
  ConversationId,
  ConversationStatus,
  ShopperConversation,
  ShopperId,
} from '@shopbell/protocol';
import { refuse } from '@shopbell/protocol';
import { sql } from 'kysely';
import type { Runner } from './runner.ts';
import { provedOf } from './shoppers.ts';
import type { ConversationFilter } from './store.ts';
import type { Tables } from './tables.ts';
import { createTemplate } from './template.ts';

type Row = Omit<Tables['conversations'], 'key' | 'shop' | 'last_entry'> & {
  shopper_name: string;
  claimed: string;
  verified: string | null;
  proved: string | null;
};
type Place = { updatedAt: number; id: string };

const columns = [
  'c.id',
  'c.shopper',
  'c.status',
  'c.assignee_id',
  'c.assignee_name',
  'c.opened_at',
  'c.updated_at',
  'c.waiting_since',
  'c.last_seq',
  'c.last_public_seq',
  'c.read_public_seq',
  'c.seen_public_seq',
  'c.preview',
  'c.page',
] as const;
const everyStatus: readonly ConversationStatus[] = ['queued', 'open', 'closed'];

const cursorOf = ({ updated_at: at, id }: Row): string => `${at}~${id}`;
const placeOf = (cursor: string): Place => {
  const [, at, id] = /^(\d{1,16})~(cnv_[A-Za-z0-9_-]{1,40})$/.exec(cursor) ?? [];
  if (at === undefined || id === undefined) {
    throw refuse('bad_request', 'The cursor is not one of this relay’s. Use the `next` of the page before.');
  }
  return { updatedAt: Number(at), id };
};

const byChange = (one: Row, other: Row): number =>
  other.updated_at - one.updated_at || (one.id < other.id ? 1 : -1);
const parsed = (json: string | null): unknown => (json === null ? null : JSON.parse(json));
const assigneeOf = ({ assignee_id: id, assignee_name: name }: Row) =>
  id === null ? null : { id, name: name ?? '' };

const summary = (row: Row): Conversation => ({
  id: row.id,
  shopper: {
    id: row.shopper,
    name: row.shopper_name,
    claimed: JSON.parse(row.claimed) as Conversation['shopper']['claimed'],
    verified: parsed(row.verified) as Conversation['shopper']['verified'],
    ...provedOf(row.proved),
  },
  status: row.status,
  assignee: assigneeOf(row),
  openedAt: row.opened_at,
  updatedAt: row.updated_at,
  waitingSince: row.waiting_since,
  lastSeq: row.last_seq,
  lastPublicSeq: row.last_public_seq,
  readPublicSeq: row.read_public_seq,
  seenPublicSeq: row.seen_public_seq,
  preview: parsed(row.preview) as Conversation['preview'],
  page: parsed(row.page) as Conversation['page'],
});

const shopperSummary = (row: Row): ShopperConversation => {
  const preview = parsed(row.preview) as Conversation['preview'];
  return {
    id: row.id,
    status: row.status,
    openedAt: row.opened_at,
    // The row’s own time moves with notes and drafts, too.
    updatedAt: preview?.at ?? row.opened_at,
    agent: assigneeOf(row),
    lastSeq: row.last_public_seq,
    readSeq: row.seen_public_seq,
    seenSeq: row.read_public_seq,
    preview,
  };
};

/** What differs between the engines. */
export type SummaryOptions = {
  /** Read positions that are not in the rows yet. */
  unwritten?: (id: ConversationId) => { shopper: number; staff: number } | undefined;
  /** A column that holds the time of the last change in steps of `ms`, and is the one in the index. */
  coarse?: { column: string; ms: number };
};

const createQuery = ({ build }: Runner) =>
  build
    .selectFrom('conversations as c')
    .innerJoin('shoppers as s', 's.id', 'c.shopper')
    .select(columns)
    .select(['s.name as shopper_name', 's.claimed', 's.verified', 's.proved']);

/** The order and the bounds of a list, so that each engine’s index gives them. */
const createOrder = (coarse: SummaryOptions['coarse']) => {
  type Query = ReturnType<typeof createQuery>;
  const steps = (at: number): number => Math.floor(at / (coarse?.ms ?? 1));
  return {
    latestFirst: (found: Query): Query => {
      // Follows from the order by the time itself; it is what lets the index give it.
      const first = coarse ? found.orderBy(sql.ref(coarse.column), 'desc') : found;
      return first.orderBy('c.updated_at', 'desc').orderBy('c.id', 'desc');
    },
    notAfter: (found: Query, { updatedAt, id }: Place): Query => {
      const isBefore = found
        .where('c.updated_at', '<=', updatedAt)
        .where((where) =>
          where.or([where('c.updated_at', '<', updatedAt), where('c.id', '<', id as ConversationId)]),
        );
      return coarse ? isBefore.where(sql.ref<number>(coarse.column), '<=', steps(updatedAt)) : isBefore;
    },
    since: (found: Query, at: number): Query => {
      const isSince = found.where('c.updated_at', '>=', at);
      return coarse ? isSince.where(sql.ref<number>(coarse.column), '>=', steps(at)) : isSince;
    },
  };
};

/** Summaries of conversations. */
export const createSummaries = (runner: Runner, { unwritten = () => undefined, coarse }: SummaryOptions) => {
  const query = createQuery(runner);
  const { latestFirst, notAfter, since } = createOrder(coarse);

  const latestOf = createTemplate((shop: string, shopper: ShopperId, limit: number) =>
    query
      .where('c.shop', '=', shop)
      .where('c.shopper', '=', shopper)
      .orderBy('c.updated_at', 'desc')
      .orderBy('c.id', 'desc')
      .limit(limit),
  );

  const marked = (row: Row): Row => {
    const mark = unwritten(row.id);
    return mark ? { ...row, read_public_seq: mark.staff, seen_public_seq: mark.shopper } : row;
  };

  // One query for each status: the index gives each its latest without sorting.
  const ofStatus = (shop: string, status: ConversationStatus, filter: ConversationFilter): Promise<Row[]> => {
    const { assigneeId, shopper, changedSince, cursor } = filter;
    let found = query.where('c.shop', '=', shop).where('c.status', '=', status);
    if (assigneeId === null) found = found.where('c.assignee_id', 'is', null);
    else if (assigneeId !== undefined) found = found.where('c.assignee_id', '=', assigneeId);
    if (shopper !== undefined) found = found.where('c.shopper', '=', shopper);
    if (changedSince !== undefined) found = since(found, changedSince);
    if (cursor !== undefined) found = notAfter(found, placeOf(cursor));
    return runner.all<Row>(latestFirst(found).limit(filter.limit + 1));
  };

  return {
    one: async (shop: string, id: ConversationId): Promise<Conversation | null> => {
      const row = await runner.first<Row>(query.where('c.shop', '=', shop).where('c.id', '=', id));
      return row === null ? null : summary(marked(row));
    },
    list: async (shop: string, filter: ConversationFilter) => {
      const statuses = [...new Set(filter.status ?? everyStatus)];
      const found = await Promise.all(statuses.map((status) => ofStatus(shop, status, filter)));
      const sorted = found.flat().sort(byChange);
      const page = sorted.slice(0, filter.limit);
      const last = page.at(-1);
      const next = sorted.length > page.length && last ? cursorOf(last) : null;
      return { conversations: page.map((row) => summary(marked(row))), next };
    },
    ofShopper: async (shop: string, shopper: ShopperId, limit: number): Promise<ShopperConversation[]> => {
      const rows = await runner.all<Row>(latestOf(shop, shopper, limit));
      return rows.map((row) => shopperSummary(marked(row)));
    },
  };
};
