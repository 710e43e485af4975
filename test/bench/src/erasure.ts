import { createRelay, openStore, type Store } from '@shopbell/server';
import { setTimeout as pause } from 'node:timers/promises';
import { createCalmly, type Calm } from './calm.ts';
import { createTraffic, shop, type Traffic } from './history-traffic.ts';
import { places, type Engine } from './place.ts';
import { quantile, sortedOf } from './quantiles.ts';

/** How long single appends took, in ms, and how many entries were erased a second meanwhile. */
type Appends = Calm & { count: number; p50Ms: number; p99Ms: number; maxMs: number; erasedPerS: number };

/** What `pnpm bench erasure` says of one engine: appends by themselves, and while what is old is erased. */
export type Erasure = { entries: number; alone: Appends; beside: Appends; longestStepMs: number };

export type ErasurePlan = {
  engines: readonly Engine[];
  entries: number;
  forMs: number;
  repeatForMs: number;
};

type Erased = { entries: number; stepsWithin: readonly [ms: number, count: number][]; steps: number };

/** What a relay says it has erased. */
const erasedBy = async (url: string): Promise<Erased> => {
  const text = await (await fetch(`${url}/metrics`)).text();
  const name = 'shopbell_erasure_step_duration_seconds';
  const numberOf = (pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? 0);
  const buckets = [...text.matchAll(new RegExp(`^${name}_bucket\\{le="([\\d.]+)"\\} (\\d+)`, 'gm'))];
  return {
    entries: numberOf(/^shopbell_erased_entries_total (\d+)/m),
    steps: numberOf(new RegExp(`^${name}_count (\\d+)`, 'm')),
    stepsWithin: buckets.map(([, seconds, count]) => [Number(seconds) * 1_000, Number(count)] as const),
  };
};

/** The least bound that all steps kept; infinite where one kept none. */
const longestStep = ({ stepsWithin, steps }: Erased): number =>
  stepsWithin.find(([, count]) => count === steps)?.[0] ?? Number.POSITIVE_INFINITY;

const betweenMs = 4;

/** A message every few milliseconds, each timed. */
const append = async (store: Store, traffic: Traffic, forMs: number): Promise<number[]> => {
  const took: number[] = [];
  for (const end = performance.now() + forMs; performance.now() < end;) {
    const message = traffic.messageToAny();
    const startedAt = performance.now();
    await store.append([message]);
    took.push(performance.now() - startedAt);
    await pause(betweenMs);
  }
  return took;
};

const measureEngine = async (engine: Engine, plan: ErasurePlan): Promise<Erasure> => {
  const { forMs } = plan;
  const calmly = createCalmly(plan);
  console.log(`${engine}: filling`);
  await using place = await places[engine]();
  const store = await openStore(place.url);
  await store.saveShop({ id: shop, name: 'Tea', origins: [], signInKeys: [], createdAt: 1 });
  const traffic = createTraffic(1);
  let entries = 0;
  while (entries < plan.entries) entries += await traffic.round(store);
  await store.searchable();
  const measure = (erased: () => Promise<number>) =>
    calmly(async () => {
      const before = await erased();
      const took = sortedOf(await append(store, traffic, forMs));
      return {
        count: took.length,
        p50Ms: quantile(took, 0.5),
        p99Ms: quantile(took, 0.99),
        maxMs: quantile(took, 1),
        erasedPerS: ((await erased()) - before) / (forMs / 1_000),
      };
    });
  await append(store, traffic, forMs / 4);
  console.log(`${engine}: appending`);
  const alone = await measure(() => Promise.resolve(0));
  // Everything that is closed is older than that: the relay begins to erase it, step by step.
  await using relay = await createRelay({ store, retentionMs: 1 });
  const { url } = await relay.listen({ port: 0 });
  while ((await erasedBy(url)).entries === 0) await pause(20);
  console.log(`${engine}: appending while what is old is erased`);
  const beside = await measure(async () => (await erasedBy(url)).entries);
  return { entries, alone, beside, longestStepMs: longestStep(await erasedBy(url)) };
};

/** Measures each engine. */
export const measureErasure = async (plan: ErasurePlan): Promise<Partial<Record<Engine, Erasure>>> => {
  const all: Partial<Record<Engine, Erasure>> = {};
  for (const engine of plan.engines) all[engine] = await measureEngine(engine, plan);
  return all;
};

type Row = [name: string, of: (appends: Appends) => number, digits: number];

const rows: Row[] = [
  ['append of one, p50 ms', (each) => each.p50Ms, 2],
  ['append of one, p99 ms', (each) => each.p99Ms, 2],
  ['append of one, longest ms', (each) => each.maxMs, 2],
  ['appends', (each) => each.count, 0],
  ['entries erased a second', (each) => each.erasedPerS, 0],
  ['stolen by the host, %', (each) => (each.steal ?? Number.NaN) * 100, 1],
];

/** The table, an engine after the other. */
export const erasureTable = (all: Partial<Record<Engine, Erasure>>): string =>
  (Object.entries(all) as [Engine, Erasure][])
    .map(([engine, { entries, alone, beside, longestStepMs }]) =>
      [
        `${`${engine}, ${entries} entries`.padEnd(32)}${'alone'.padStart(12)}${'erasing'.padStart(12)}`,
        ...rows.map(
          ([name, of, digits]) =>
            name.padEnd(32) + [alone, beside].map((each) => of(each).toFixed(digits).padStart(12)).join(''),
        ),
        `no step took longer than ${longestStepMs} ms`,
      ].join('\n'),
    )
    .join('\n\n');
