import type { ConversationId, ShopperId } from '@shopbell/protocol';
import { sql } from 'kysely';
import type {
  ErasureRow,
  ErasureStore,
  OldPage,
  OldQuery,
  Unerased,
  UnerasedQuery,
} from './erasure-store.ts';
import type { Runner } from './runner.ts';
import type { Tables } from './tables.ts';

/** What both engines do alike. */
export type SharedErasures = Omit<ErasureStore, 'eraseEntries' | 'settleErasure'>;

const erasureOf = (row: Tables['erasures']): ErasureRow => ({
  subject: row.subject,
  shop: row.shop,
  askedAt: row.asked_at,
  entries: row.entries,
  doneAt: row.done_at,
});

const isShopper = (subject: ErasureRow['subject']): subject is ShopperId => subject.startsWith('shp_');

/** Who a shopper is when they are erased. */
const nobody = { name: '', claimed: '{}', verified: null, sub: null, proved: null };

/** What differs: a column that holds the time of the last change in steps of `ms`, and is the one in the index. */
export type ErasuresOptions = { coarse?: { column: string; ms: number } };

const columns = ['c.id', 'c.shop', 'c.shopper', 'c.status'] as const;

const createFind = ({ build, all }: Runner) => {
  const rows = build
    .selectFrom('conversations as c')
    .select(columns)
    .whereRef('c.erased_seq', '<', 'c.last_seq');
  return (query: UnerasedQuery): Promise<Unerased[]> => {
    const found = rows.where('c.shop', '=', query.shop);
    if ('conversation' in query) return all<Unerased>(found.where('c.id', '=', query.conversation));
    const theirs = found.where('c.shopper', '=', query.shopper);
    return all<Unerased>(theirs.orderBy('c.key').limit(query.limit));
  };
};

type OldRow = Unerased & { key: number; updated_at: number; erased_seq: number; last_seq: number };

/** Walks through closed conversations in the order of the index they are listed by. */
const createWalk = ({ build, all }: Runner, { coarse }: ErasuresOptions) => {
  const step = (at: number): number => Math.floor(at / (coarse?.ms ?? 1));
  const indexed = sql.ref<number>(coarse?.column ?? 'c.updated_at');
  const closed = build
    .selectFrom('conversations as c')
    .select([...columns, 'c.key', 'c.updated_at', 'c.erased_seq', 'c.last_seq'])
    .where('c.status', '=', 'closed');

  return async ({ shop, before, after, limit }: OldQuery): Promise<OldPage> => {
    const from = after ?? { updatedAt: 0, key: 0 };
    const old = closed
      .where('c.shop', '=', shop)
      .where('c.updated_at', '<', before)
      .where('c.updated_at', '>=', from.updatedAt)
      .where((is) => is.or([is('c.updated_at', '>', from.updatedAt), is('c.key', '>', from.key)]));
    const inIndex = coarse
      ? old.where(indexed, '<=', step(before)).where(indexed, '>=', step(from.updatedAt)).orderBy(indexed)
      : old;
    const found = await all<OldRow>(inIndex.orderBy('c.updated_at').orderBy('c.key').limit(limit));
    const last = found.at(-1);
    const unerased = found
      .filter((row) => row.erased_seq < row.last_seq)
      .map(({ id, shop: of, shopper, status }): Unerased => ({ id, shop: of, shopper, status }));
    const isMore = last !== undefined && found.length === limit;
    return { unerased, next: isMore ? { updatedAt: last.updated_at, key: last.key } : null };
  };
};

/** Whether there is anything of a subject to erase. */
const createSearch = ({ build, first }: Runner) => {
  const entries = build.selectFrom('conversations').select('id').whereRef('erased_seq', '<', 'last_seq');
  const someone = build
    .selectFrom('shoppers')
    .select('id')
    .where((is) =>
      is.or([
        is('name', '!=', nobody.name),
        is('claimed', '!=', nobody.claimed),
        is('verified', 'is not', null),
        is('proved', 'is not', null),
      ]),
    );
  const tokens = build.selectFrom('tokens').select('digest');
  return async (subject: ErasureRow['subject']): Promise<boolean> => {
    const found: (object | null)[] = isShopper(subject)
      ? [
          await first(someone.where('id', '=', subject).limit(1)),
          await first(tokens.where('shopper', '=', subject).limit(1)),
          await first(entries.where('shopper', '=', subject).limit(1)),
        ]
      : [await first(entries.where('id', '=', subject).limit(1))];
    return found.some((row) => row !== null);
  };
};

const createWishes = (runner: Runner) => {
  const { build, first, all, run } = runner;
  const rows = build.selectFrom('erasures').selectAll();
  const isAnything = createSearch(runner);
  const isThere = async (shop: string, subject: ErasureRow['subject']): Promise<boolean> => {
    const query = isShopper(subject)
      ? build.selectFrom('shoppers').select('shop').where('id', '=', subject)
      : build.selectFrom('conversations').select('shop').where('id', '=', subject);
    return (await first<{ shop: string }>(query))?.shop === shop;
  };
  const erasure = async (subject: ErasureRow['subject']): Promise<ErasureRow | null> => {
    const row = await first<Tables['erasures']>(rows.where('subject', '=', subject));
    return row && erasureOf(row);
  };
  return {
    erasure,
    askErasure: async ({ subject, shop, askedAt }) => {
      if (!(await isThere(shop, subject))) return null;
      const known = await erasure(subject);
      if (known !== null && (known.doneAt === null || !(await isAnything(subject)))) return known;
      const row = { subject, shop, asked_at: askedAt, entries: 0, done_at: null };
      // One that is done may be asked for again: something may have been said since.
      const again = build
        .insertInto('erasures')
        .values(row)
        .onConflict((known) =>
          known
            .column('subject')
            .doUpdateSet({ asked_at: askedAt, entries: 0, done_at: null })
            .where('erasures.done_at', 'is not', null),
        );
      await run(again);
      return erasure(subject);
    },
    openErasures: async (limit) => {
      const open = rows.where('done_at', 'is', null).orderBy('asked_at').orderBy('subject').limit(limit);
      return (await all<Tables['erasures']>(open)).map(erasureOf);
    },
    noteErasure: async (subject, { entries, doneAt }) => {
      const noted = build
        .updateTable('erasures')
        .set((row) => ({ entries: row('entries', '+', entries), done_at: doneAt }))
        .where('subject', '=', subject);
      await run(noted);
    },
  } satisfies Partial<ErasureStore>;
};

const createShopperErasure = ({ build, together }: Runner) => ({
  eraseProfile: async (shop: string, shopper: ShopperId, at: number): Promise<void> => {
    await together([
      build.updateTable('shoppers').set(nobody).where('shop', '=', shop).where('id', '=', shopper),
      build.deleteFrom('challenges').where('shop', '=', shop).where('shopper', '=', shopper),
      // Those in no message; the others go with their entries.
      build
        .updateTable('files')
        .set({ state: 'gone', name: '', sha256: '' })
        .where('shop', '=', shop)
        .where('owner', '=', shopper)
        .where('state', 'in', ['arriving', 'kept']),
      build
        .updateTable('tokens')
        .set({ revoked_at: at })
        .where('shop', '=', shop)
        .where('shopper', '=', shopper)
        .where('revoked_at', 'is', null),
    ]);
  },
  removeTokens: async (shop: string, shopper: ShopperId, before: number): Promise<number> => {
    const theirs = build.selectFrom('tokens').select('digest').where('shop', '=', shop);
    const [, left = []] = await together([
      build
        .deleteFrom('tokens')
        .where('shop', '=', shop)
        .where('shopper', '=', shopper)
        .where('revoked_at', '<', before),
      theirs.where('shopper', '=', shopper),
    ]);
    return left.length;
  },
});

/** Erasures: what is asked for, what there is to do, and who a shopper was. */
export const createErasures = (runner: Runner, options: ErasuresOptions = {}): SharedErasures => {
  const { build, first } = runner;
  return {
    ...createWishes(runner),
    unerased: createFind(runner),
    oldConversations: createWalk(runner, options),
    isActing: async (conversation: ConversationId) => {
      const open = build
        .selectFrom('actions as a')
        .innerJoin('conversations as c', 'c.key', 'a.conversation')
        .select('a.id')
        .where('c.id', '=', conversation)
        .where('a.timer', 'is not', null)
        .limit(1);
      return (await first(open)) !== null;
    },
    ...createShopperErasure(runner),
  };
};
