import type { AnyEntry } from '@shopbell/protocol';

/** Which entries are drawn, by `seq`; `to` is endless while the newest are among them. */
export type Drawn = { from: number; to: number };

/** What is further outside the view than it is worth drawing, by `seq`: before `above`, behind `below`. */
export type Edges = { above: number | undefined; below: number | undefined };

/** More than so many are not drawn without need; by so many it goes on. */
const most = 200;
const step = 100;

const countOf = (all: readonly AnyEntry[], { from, to }: Drawn): number =>
  all.filter(({ seq }) => seq >= from && seq <= to).length;

const firstOf = (all: readonly AnyEntry[], from: number): number =>
  Math.max(
    0,
    all.findIndex(({ seq }) => seq >= from),
  );

/**
 * What is drawn moves along what is here, as the shopper scrolls; what is in view, or near it, stays.
 *
 *     all     1 ················································· 10,000
 *     drawn                  from ├──────┤ view ├──────┤ to
 *     up              from ├─────────────┤ view ├──────┤ to            ← cut at `below` once there are many
 */
export const drawUp = (all: readonly AnyEntry[], drawn: Drawn, { below }: Edges): Drawn => {
  const from = all[Math.max(0, firstOf(all, drawn.from) - step)]?.seq ?? 0;
  const isMany = countOf(all, { from, to: drawn.to }) > most;
  return { from, to: isMany && below !== undefined ? Math.min(drawn.to, below) : drawn.to };
};

/** The same the other way. */
export const drawDown = (all: readonly AnyEntry[], drawn: Drawn, { above }: Edges): Drawn => {
  const next = all[all.findLastIndex(({ seq }) => seq <= drawn.to) + step]?.seq;
  const newest = all.at(-1)?.seq ?? 0;
  const to = next === undefined || next >= newest ? Infinity : next;
  const isMany = countOf(all, { from: drawn.from, to }) > most;
  return { from: isMany && above !== undefined ? Math.max(drawn.from, above) : drawn.from, to };
};

/** Without what is far above, where much has come below. */
export const drawLess = (all: readonly AnyEntry[], drawn: Drawn, { above }: Edges): Drawn =>
  above !== undefined && countOf(all, drawn) > most ? { ...drawn, from: Math.max(drawn.from, above) } : drawn;
