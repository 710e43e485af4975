import { sql, type ExpressionBuilder } from 'kysely';
import type { RoutingStore } from './routing-store.ts';
import type { Runner } from './runner.ts';
import type { Tables } from './tables.ts';

/** A page as it is stored with a conversation. */
const pageOf = (json: string | null): { url: string } | null =>
  json === null ? null : (JSON.parse(json) as { url: string });

/** Who had the shopper’s conversation before this one. */
const hadBefore = (find: ExpressionBuilder<Tables & { c: Tables['conversations'] }, 'c'>) =>
  find
    .selectFrom('conversations as b')
    .select('b.assignee_id')
    .whereRef('b.shopper', '=', 'c.shopper')
    .whereRef('b.key', '<', 'c.key')
    .where('b.assignee_id', 'is not', null)
    .orderBy('b.key', 'desc')
    .limit(1)
    .as('before_id');

/** The first of a shop’s queue. */
const queued = ({ build }: Runner, shop: string, limit: number) =>
  build
    .selectFrom('conversations as c')
    .innerJoin('shoppers as s', 's.id', 'c.shopper')
    .where('c.shop', '=', shop)
    .where('c.status', '=', 'queued')
    .select(['c.id', 'c.page', 's.verified', 'c.assignee_id'])
    .select(sql<number>`COALESCE(c.waiting_since, c.updated_at)`.as('since'))
    .select(hadBefore)
    .orderBy('since')
    .orderBy('c.key')
    .limit(limit);

/** What people of a shop have open. */
const open = ({ build }: Runner, shop: string) =>
  build
    .selectFrom('conversations')
    .where('shop', '=', shop)
    .where('status', '=', 'open')
    .where('assignee_id', 'is not', null);

type Reads = Pick<RoutingStore, 'workers' | 'loads' | 'toGive' | 'heldWaiting'>;

const createReads = (runner: Runner): Reads => ({
  workers: (shop) =>
    runner.all(
      runner.build
        .selectFrom('work_states')
        .select(['person', 'state', 'since', 'seen_at as seenAt', 'routed_at as routedAt'])
        .where('shop', '=', shop),
    ),
  loads: async (shop) => {
    const counted = open(runner, shop).select(['assignee_id as person', sql<number>`COUNT(*)`.as('load')]);
    const rows = await runner.all(counted.groupBy('assignee_id'));
    return rows.map(({ person, load }) => ({ person: person ?? '', load }));
  },
  toGive: async (shop, limit) =>
    (await runner.all(queued(runner, shop, limit))).map((row) => ({
      conversation: row.id,
      since: row.since,
      had: row.assignee_id ?? row.before_id,
      page: pageOf(row.page),
      isSignedIn: row.verified !== null,
    })),
  heldWaiting: async (shop, person, limit) => {
    const held = open(runner, shop)
      .select(['id as conversation', 'waiting_since'])
      .where('assignee_id', '=', person)
      .where('waiting_since', 'is not', null);
    const rows = await runner.all(held.orderBy('waiting_since').limit(limit));
    return rows.map(({ conversation, waiting_since: since }) => ({ conversation, waitingSince: since ?? 0 }));
  },
});

/** Who takes conversations, what they have, and what there is to give. */
export const createRoutingStore = (runner: Runner): RoutingStore => {
  const { build } = runner;
  return {
    ...createReads(runner),
    saveWorkState: async ({ shop, person, state, at }) => {
      const row = { person, shop, state, since: at, seen_at: at, routed_at: 0 };
      const set = { state, since: at, seen_at: at };
      await runner.run(
        build
          .insertInto('work_states')
          .values(row)
          .onConflict((known) => known.column('person').doUpdateSet(set)),
      );
    },
    seeWorkers: async (people, at) => {
      if (people.length === 0) return;
      // In one order everywhere, so that two relays never wait for each other.
      const rows = people
        .toSorted((one, other) => (one.person < other.person ? -1 : 1))
        .map(({ person, shop, state }) => ({ person, shop, state, since: at, seen_at: at, routed_at: 0 }));
      await runner.run(
        build
          .insertInto('work_states')
          .values(rows)
          .onConflict((known) => known.column('person').doUpdateSet({ seen_at: at })),
      );
    },
  };
};
