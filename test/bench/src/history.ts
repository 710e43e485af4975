import { openStore, verifyChains, type Store } from '@shopbell/server';
import { measureStore, spreadOf, type Measures, type Spread } from './history-measures.ts';
import { createTraffic, shop, type Traffic } from './history-traffic.ts';
import { places, type Engine } from './place.ts';

/** What `pnpm bench history` says of one engine, at two sizes. */
export type History = {
  small: Measures;
  full: Measures;
  builtPerS: number;
  indexedPerS: number;
  verifiedPerS: number;
  /** Of the log, and of the index of what was said; in PostgreSQL of both together. */
  bytesPerEntry: { log: number; search: number };
  /** The longest an append took while all of it was indexed. */
  appendWhileIndexingMs: Spread;
};

/** How many entries at first and in the end, and how often each thing is asked. */
export type HistoryPlan = { engines: readonly Engine[]; small: number; full: number; times: number };

/** Fills a store up to so many entries. Resolves to how many there are, and how many came a second. */
const fill = async (store: Store, traffic: Traffic, { from, to }: { from: number; to: number }) => {
  const startedAt = performance.now();
  let entries = from;
  while (entries < to) {
    entries += await traffic.round(store);
    if (entries % 100_000 < 1_000) console.log(`  ${entries} entries`);
  }
  return { entries, perS: ((entries - from) * 1_000) / (performance.now() - startedAt) };
};

/** Single appends for as long as something is under way. */
const appendBeside = async (store: Store, traffic: Traffic, under: Promise<unknown>): Promise<Spread> => {
  const state = { isOver: false };
  const end = (): void => {
    state.isOver = true;
  };
  under.then(end, end);
  const times: number[] = [];
  while (!state.isOver) {
    const message = traffic.messageToAny();
    const startedAt = performance.now();
    await store.append([message]);
    times.push(performance.now() - startedAt);
  }
  await under;
  return spreadOf(times);
};

const measureEngine = async (engine: Engine, plan: HistoryPlan): Promise<History> => {
  console.log(`${engine}: filling`);
  await using place = await places[engine]();
  const store = await openStore(place.url);
  await store.saveShop({ id: shop, name: 'Tea', origins: [], signInKeys: [], createdAt: 1 });
  const traffic = createTraffic(1);
  const first = await fill(store, traffic, { from: 0, to: plan.small });
  const small = await measureStore(store, traffic, { entries: first.entries, times: plan.times });
  const { entries, perS } = await fill(store, traffic, { from: first.entries, to: plan.full });
  console.log(`${engine}: indexing`);
  const indexingSince = performance.now();
  const indexing = store.searchable();
  const appendWhileIndexingMs = await appendBeside(store, traffic, indexing);
  const indexedPerS = (entries * 1_000) / (performance.now() - indexingSince);
  console.log(`${engine}: asking`);
  const full = await measureStore(store, traffic, { entries, times: plan.times });
  const verifyingSince = performance.now();
  const { entries: verified, findings } = await verifyChains(store);
  if (findings.length > 0) throw new Error(`the chain does not hold: ${JSON.stringify(findings[0])}`);
  const verifiedPerS = (verified * 1_000) / (performance.now() - verifyingSince);
  await store.close();
  const bytes = await place.bytes();
  const bytesPerEntry = { log: bytes.log / verified, search: bytes.search / verified };
  return { small, full, builtPerS: perS, indexedPerS, verifiedPerS, bytesPerEntry, appendWhileIndexingMs };
};

/** Measures each engine at both sizes. */
export const measureHistory = async (plan: HistoryPlan): Promise<Partial<Record<Engine, History>>> => {
  const all: Partial<Record<Engine, History>> = {};
  for (const engine of plan.engines) all[engine] = await measureEngine(engine, plan);
  return all;
};

const rowsOf = ({ small, full }: History): [string, number, number, string][] => {
  const spread = (
    name: string,
    of: (measures: Measures) => Spread,
    aim = '',
  ): [string, number, number, string][] => [
    [`${name}, p50 ms`, of(small).p50Ms, of(full).p50Ms, ''],
    [`${name}, p99 ms`, of(small).p99Ms, of(full).p99Ms, aim],
  ];
  const inbox = Object.keys(full.inboxBy) as (keyof Measures['inboxBy'])[];
  const search = Object.keys(full.searchBy) as (keyof Measures['searchBy'])[];
  return [
    ...spread('first page of 50', (of) => of.firstPage, '≤ 20'),
    ...spread('catch-up of 500', (of) => of.catchUp, '≤ 20'),
    ...spread('inbox', (of) => of.inbox, '≤ 20'),
    ...inbox.map((kind): [string, number, number, string] => [
      `  ${kind}, p99 ms`,
      small.inboxBy[kind].p99Ms,
      full.inboxBy[kind].p99Ms,
      '',
    ]),
    ...spread('search', (of) => of.search, '≤ 50'),
    ...search.map((kind): [string, number, number, string] => [
      `  ${kind}, p99 ms`,
      small.searchBy[kind].p99Ms,
      full.searchBy[kind].p99Ms,
      '',
    ]),
    ...spread('append of one', (of) => of.appendOne),
    ['append of 100, µs an entry', small.appendUsPerEntry, full.appendUsPerEntry, '± 20 %'],
  ];
};

/** The tables, an engine after the other. */
export const historyTable = (all: Partial<Record<Engine, History>>): string =>
  (Object.entries(all) as [Engine, History][])
    .map(([engine, history]) => {
      const { small, full, bytesPerEntry, appendWhileIndexingMs: beside } = history;
      const cell = (value: number) => value.toFixed(value < 10 ? 2 : 1).padStart(14);
      return [
        `${engine.padEnd(36)}${String(small.entries).padStart(14)}${String(full.entries).padStart(14)}   aim`,
        ...rowsOf(history).map(
          ([name, one, other, aim]) => `${name.padEnd(36)}${cell(one)}${cell(other)}   ${aim}`,
        ),
        `append while all is indexed, p99 ms ${cell(beside.p99Ms)}`,
        `bytes per entry: log ${bytesPerEntry.log.toFixed(0)}, search ${bytesPerEntry.search.toFixed(0)}`,
        `a second: ${history.builtPerS.toFixed(0)} stored, ${history.indexedPerS.toFixed(0)} indexed, ${history.verifiedPerS.toFixed(0)} verified`,
      ].join('\n');
    })
    .join('\n\n');
