import { contestants, type Contestant } from './contestants.ts';
import { measureRound, type Figures, type Round, type Scale } from './measure.ts';
import { median } from './quantiles.ts';

/** What `pnpm bench relay` says of one relay: every round. */
export type Summary = { rounds: Round[] };
export type Summaries = { bare: Summary } & Partial<Record<Contestant, Summary>>;

const full: Scale = {
  pairs: 100,
  forMs: 5_000,
  warmUpMs: 3_000,
  perSecond: 1_000,
  rounds: 3,
};
const quick: Scale = {
  pairs: 10,
  forMs: 300,
  warmUpMs: 200,
  perSecond: 200,
  rounds: 1,
};

/** Measures all in turn (A B C, C B A, A B C), so that a noisy minute hits all. */
export const measureRelays = async (
  isQuick: boolean,
  which: readonly Contestant[] = contestants,
): Promise<Summaries> => {
  const scale = isQuick ? quick : full;
  const summaries: Summaries = { bare: { rounds: [] } };
  const of = (each: Contestant): Summary => (summaries[each] ??= { rounds: [] });
  for (let round = 1; round <= scale.rounds; round += 1)
    for (const each of round % 2 === 1 ? which : which.toReversed()) {
      console.log(`round ${round} of ${scale.rounds}: ${each}`);
      of(each).rounds.push(await measureRound(each, scale));
    }
  return summaries;
};

type Row = [name: string, of: (round: Round) => number | null, digits: number];

const rows = (perPair: string, of: (round: Round) => Figures): Row[] => [
  [`${perPair}: messages/s`, (each) => of(each).msgPerS, 0],
  [`${perPair}: relay CPU µs/message`, (each) => of(each).cpuUsPerMsg, 1],
  ['  of it the event loop', (each) => of(each).loopUsPerMsg, 1],
  ['  beside it PostgreSQL', (each) => of(each).databaseUsPerMsg, 1],
  ['  messages in a commit', (each) => of(each).perCommit, 1],
  [`${perPair}: p50 ms`, (each) => of(each).p50Ms, 2],
  [`${perPair}: p99 ms`, (each) => of(each).p99Ms, 2],
];

const table: Row[] = [
  ...rows('1 per pair', ({ one }) => one),
  ...rows('4 per pair', ({ four }) => four),
  ...rows('paced', ({ paced }) => paced),
  ['memory after the load, MB', (each) => each.rssBytes / 1e6, 1],
];

/** The median of a figure over the rounds. */
export const medianOf = ({ rounds }: Summary, of: Row[1]): number =>
  median(rounds.map((round) => of(round) ?? Number.NaN));

/** The median of a figure as a multiple of bare’s in the same round. */
export const ratioOf = (ours: Summary, bare: Summary, of: Row[1]): number =>
  median(ours.rounds.map((round, at) => (of(round) ?? Number.NaN) / (rowOf(bare, at, of) ?? Number.NaN)));

const rowOf = ({ rounds }: Summary, at: number, of: Row[1]): number | null => {
  const round = rounds[at];
  return round === undefined ? null : of(round);
};

const cell = (value: number, digits: number, width: number): string =>
  (Number.isNaN(value) ? '' : value.toFixed(digits)).padStart(width);

/** The table, one line a figure: bare, and Shopbell on each engine, also as a multiple of bare. Medians of the rounds. */
export const tableOf = (summaries: Summaries): string => {
  const { bare } = summaries;
  const others = contestants.flatMap((which) => {
    const summary = summaries[which];
    return which === 'bare' || summary === undefined ? [] : [{ which, summary }];
  });
  const head = others.map(({ which }) => `${which.padStart(19)}${'ratio'.padStart(7)}`);
  const line = (name: string, first: string, cells: readonly string[]): string =>
    `${name.padEnd(36)}${first}${cells.join('')}`;
  return [
    line('', 'bare'.padStart(12), head),
    ...table.map(([name, of, digits]) =>
      line(
        name,
        cell(medianOf(bare, of), digits, 12),
        others.map(
          ({ summary }) => cell(medianOf(summary, of), digits, 19) + cell(ratioOf(summary, bare, of), 2, 7),
        ),
      ),
    ),
  ].join('\n');
};
