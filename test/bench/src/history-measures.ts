import type { Store } from '@shopbell/server';
import { quantile, sortedOf } from './quantiles.ts';
import { agents, personOf, shop, vocabulary, type Traffic } from './history-traffic.ts';

/** How long something took, over many times, in milliseconds. */
export type Spread = { p50Ms: number; p99Ms: number };

const staff = { side: 'staff', shop } as const;
const pageSize = 50;
const catchUp = 500;
const pageMost = 200;

/** The middle and the hundredth longest of so many times. */
export const spreadOf = (times: readonly number[]): Spread => {
  const sorted = sortedOf(times);
  return { p50Ms: quantile(sorted, 0.5), p99Ms: quantile(sorted, 0.99) };
};

/** Runs something so often and gives how long it took. */
const repeated = async (times: number, work: (index: number) => Promise<unknown>): Promise<number[]> => {
  const took: number[] = [];
  for (let index = 0; index < times; index += 1) {
    const startedAt = performance.now();
    await work(index);
    took.push(performance.now() - startedAt);
  }
  return took;
};
const anyOf = <T>(all: readonly T[], random: () => number): T => {
  const one = all[Math.floor(random() * all.length)];
  if (one === undefined) throw new Error('nothing to choose from');
  return one;
};

const lists = {
  'waiting or open': { status: ['queued', 'open'] },
  'waiting, with nobody': { status: ['queued'], assigneeId: null },
  mine: { status: ['queued', 'open'], assigneeId: agents[3]?.id ?? '' },
  closed: { status: ['closed'] },
  all: {},
} as const satisfies Record<string, Partial<Parameters<Store['conversations']>[1]>>;

/** What is looked for, by what it tries. */
const queries = (traffic: Traffic) => {
  const { random, samples } = traffic;
  const common = () => vocabulary[Math.floor(random() * 10)] ?? '';
  const rare = () => vocabulary[10_000 + Math.floor(random() * 20_000)] ?? '';
  const person = () => personOf(2 * Math.ceil(random() * (samples.people / 2)));
  return {
    'a common word': () => `${common()} `,
    'a rare word': () => `${rare()} `,
    'a common and a rare word': () => `${common()} ${rare()} `,
    'two common words': () => `${common()} ${common()} `,
    'a name': () => person().name,
    'a mail address': () => person().email,
    'an order number': () => String(100_000 + Math.ceil(random() * samples.orders)),
    'a common beginning': () => common().slice(0, 3 + Math.floor(random() * 4)),
    'a rare beginning': () => rare().slice(0, 5),
    'words that are nowhere': () => 'order qqqqqq',
  };
};
export type QueryKind = keyof ReturnType<typeof queries>;
export type ListKind = keyof typeof lists;

/** Everything that is asked of a store of one size. */
export type Measures = {
  entries: number;
  firstPage: Spread;
  catchUp: Spread;
  inbox: Spread;
  inboxBy: Record<ListKind, Spread>;
  search: Spread;
  searchBy: Record<QueryKind, Spread>;
  appendOne: Spread;
  appendUsPerEntry: number;
};

const each = async <K extends string>(
  kinds: readonly K[],
  measure: (kind: K) => Promise<number[]>,
): Promise<{ all: Spread; by: Record<K, Spread> }> => {
  const times: number[] = [];
  const by: Partial<Record<K, Spread>> = {};
  for (const kind of kinds) {
    const took = await measure(kind);
    times.push(...took);
    by[kind] = spreadOf(took);
  }
  return { all: spreadOf(times), by: by as Record<K, Spread> };
};

const catchUpWith = async (store: Store, conversation: Traffic['samples']['ids'][number]): Promise<void> => {
  let after = 100;
  const end = after + catchUp;
  while (after < end) {
    const page = await store.entries(staff, { conversation, after, limit: Math.min(pageMost, end - after) });
    if (!page || page.entries.length === 0) return;
    after += page.entries.length;
  }
};

const appendBatch = 100;
const createAppending = (store: Store, { messageToAny }: Traffic) => {
  const some = (count: number) => Array.from({ length: count }, messageToAny);
  return {
    one: () => store.append(some(1)),
    many: () => store.append(some(appendBatch)),
  };
};

/** Asks a store for everything, so many times each. */
export const measureStore = async (
  store: Store,
  traffic: Traffic,
  { entries, times }: { entries: number; times: number },
): Promise<Measures> => {
  await store.searchable();
  const { random, samples } = traffic;
  const page = () => store.entries(staff, { conversation: anyOf(samples.ids, random), limit: pageSize });
  const asked = queries(traffic);
  // The first of everything loads code and opens connections.
  await repeated(10, page);
  await store.search(shop, { query: 'order', limit: 20 });
  const firstPage = spreadOf(await repeated(times, page));
  const longest = samples.long.length > 0 ? samples.long : samples.ids;
  const caughtUp = spreadOf(await repeated(times, () => catchUpWith(store, anyOf(longest, random))));
  const inbox = await each(Object.keys(lists) as ListKind[], (kind) =>
    repeated(times / 4, () => store.conversations(shop, { ...lists[kind], limit: pageSize })),
  );
  const search = await each(Object.keys(asked) as QueryKind[], (kind) =>
    repeated(times / 4, () => store.search(shop, { query: asked[kind](), limit: 20 })),
  );
  const { one, many } = createAppending(store, traffic);
  await repeated(10, many);
  const appendOne = spreadOf(await repeated(times, one));
  const batches = await repeated(times / 2, many);
  const appendUsPerEntry = (quantile(sortedOf(batches), 0.5) * 1_000) / appendBatch;
  return {
    entries,
    firstPage,
    catchUp: caughtUp,
    inbox: inbox.all,
    inboxBy: inbox.by,
    search: search.all,
    searchBy: search.by,
    appendOne,
    appendUsPerEntry,
  };
};
