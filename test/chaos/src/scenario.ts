import type { Random } from '@shopbell-test/kit';

/** How often and with what luck a scenario is played. `rounds`: how often each of its faults must hit at least. */
export type Play = { rounds: number; random: Random };

/** One line of the table: what was done to it, how often, and what came of it. */
export type Row = {
  fault: string;
  /** How many actions it hit, each time counted; and how many it should have, at least. */
  hits: number;
  wanted: number;
  /** Processes that died of it. */
  kills: number;
  actions: number;
  /** How the actions ended. */
  ends: Readonly<Record<string, number>>;
};

/** What a scenario came to. `violations`: every broken promise, in words; none is what is wanted. */
export type Outcome = { rows: readonly Row[]; violations: readonly string[] };

/** One kind of bad day. */
export type Scenario = { name: string; play: (play: Play) => Promise<Outcome> };

/** How often each word is there, the most frequent first. */
export const tallyOf = (words: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).toSorted(([, one], [, other]) => other - one));
};

const cells = ({ fault, hits, kills, actions, ends }: Row): string[] => [
  fault,
  String(hits),
  String(kills),
  String(actions),
  Object.entries(ends)
    .map(([step, count]) => `${count} ${step}`)
    .join(', '),
];

/** Rows as a table. */
export const tableOf = (rows: readonly Row[]): string => {
  const lines = [['fault', 'hits', 'kills', 'actions', 'ended as'], ...rows.map(cells)];
  const width = (column: number): number => Math.max(...lines.map((line) => line[column]?.length ?? 0));
  const widths = [0, 1, 2, 3, 4].map(width);
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};
