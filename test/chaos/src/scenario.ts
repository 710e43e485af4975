import type { Random } from '@shopbell-test/kit';

/**
 * How often and with what luck a scenario is played. `rounds`: how often each of its faults must hit at least. `isShort`:
 * beside others on a busy machine, so that times are no verdict.
 */
export type Play = { rounds: number; random: Random; isShort: boolean };

/** One line of the table: what was done to it, how often, and what came of it. */
export type Row = {
  fault: string;
  /** How often it hit; and how often it should have, at least. */
  hits: number;
  wanted: number;
  /** Processes that died of it. */
  kills: number;
  /** How many actions or acknowledged messages were judged. */
  judged: number;
  /** How the actions ended, or what else was counted and measured. */
  ends: Readonly<Record<string, number>>;
};

/** What a scenario came to. `violations`: every broken promise, in words; none is what is wanted. */
export type Outcome = { rows: readonly Row[]; violations: readonly string[] };

/** One kind of bad day. `rounds`: how often it is played in the short set, and by hand. */
export type Scenario = {
  name: string;
  rounds: { short: number; long: number };
  play: (play: Play) => Promise<Outcome>;
};

/** How often each fault of actions must hit, in either set. */
export const actionRounds = { short: 30, long: 30 } as const;

/** How often each word is there, the most frequent first. */
export const tallyOf = (words: readonly string[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).toSorted(([, one], [, other]) => other - one));
};

const cells = ({ fault, hits, kills, judged, ends }: Row): string[] => [
  fault,
  String(hits),
  String(kills),
  String(judged),
  Object.entries(ends)
    .map(([step, count]) => `${Math.round(count * 10) / 10} ${step}`)
    .join(', '),
];

/** Rows as a table. */
export const tableOf = (rows: readonly Row[]): string => {
  const lines = [['fault', 'hits', 'kills', 'judged', 'came to'], ...rows.map(cells)];
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
