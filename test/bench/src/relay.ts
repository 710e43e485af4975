import { createCalmly } from './calm.ts';
import { contestants, type Contestant } from './contestants.ts';
import {
  loads,
  measureLoad,
  openSubject,
  warmUp,
  type Figures,
  type LoadName,
  type Scale,
  type Subject,
} from './measure.ts';
import { median } from './quantiles.ts';
import { rssBytes } from './usage.ts';

/** What `pnpm bench relay` says of one relay: every round of each load, and the memory after them. */
export type Summary = { rounds: Record<LoadName, Figures[]>; rssBytes: number };
export type Summaries = { bare: Summary } & Partial<Record<Contestant, Summary>>;

const full: Scale = {
  pairs: 100,
  forMs: 1_250,
  warmUps: 2,
  perSecond: 1_000,
  rounds: 5,
  repeatForMs: 30_000,
};
const quick: Scale = { pairs: 10, forMs: 250, warmUps: 0, perSecond: 200, rounds: 1, repeatForMs: 0 };

const inTurn = async (
  subjects: readonly Subject[],
  times: number,
  work: (subject: Subject) => Promise<void>,
): Promise<void> => {
  for (let time = 1; time <= times; time += 1)
    for (const subject of time % 2 === 1 ? subjects : subjects.toReversed()) await work(subject);
};

/** Measures all in turn (A B C, C B A, A B C), in short stretches, so that a noisy moment hits all. */
export const measureRelays = async (
  isQuick: boolean,
  which: readonly Contestant[] = contestants,
): Promise<Summaries> => {
  const scale = isQuick ? quick : full;
  const calmly = createCalmly(scale);
  await using stack = new AsyncDisposableStack();
  const subjects: Subject[] = [];
  for (const each of which) subjects.push(await openSubject(each, scale.pairs, stack));
  const none = (): Summary => ({ rounds: { one: [], four: [], paced: [] }, rssBytes: 0 });
  const summaries: Summaries = { bare: none() };
  const of = (subject: Subject): Summary => (summaries[subject.which] ??= none());
  await inTurn(subjects, scale.warmUps, (subject) => warmUp(subject, scale));
  for (const name of loads) {
    console.log(`load: ${name}`);
    await inTurn(subjects, scale.rounds, async (subject) => {
      of(subject).rounds[name].push(await measureLoad(subject, { name, scale, calmly }));
    });
  }
  for (const subject of subjects) of(subject).rssBytes = rssBytes(subject.relay.pid);
  return summaries;
};

/** A figure in each round. */
export type FigureOf = (summary: Summary) => readonly (number | null)[];
/** `alone`: it is not to be compared with bare’s. */
type Row = [name: string, of: FigureOf, digits: number, alone?: 'alone'];

/** A figure of a load in each round. */
export const inRounds =
  (load: LoadName, of: (figures: Figures) => number | null): FigureOf =>
  ({ rounds }) =>
    rounds[load].map(of);

const rowsOf = (title: string, load: LoadName): Row[] => {
  const row = (
    name: string,
    of: (figures: Figures) => number | null,
    ...how: [digits: number, alone?: 'alone']
  ): Row => [name, inRounds(load, of), ...how];
  return [
    row(`${title}: messages/s`, ({ msgPerS }) => msgPerS, 0),
    row(`${title}: relay CPU µs/message`, ({ cpuUsPerMsg }) => cpuUsPerMsg, 1),
    row('  of it the event loop', ({ loopUsPerMsg }) => loopUsPerMsg, 1),
    row('  of it the store’s thread', ({ storeUsPerMsg }) => storeUsPerMsg || null, 1),
    row('  of it the search’s thread', ({ searchUsPerMsg }) => searchUsPerMsg || null, 1),
    row('  beside it PostgreSQL', ({ databaseUsPerMsg }) => databaseUsPerMsg, 1),
    row('  after the load, both', ({ laterUsPerMsg }) => laterUsPerMsg, 1, 'alone'),
    row('  messages in a commit', ({ perCommit }) => perCommit, 1),
    row(`${title}: p50 ms`, ({ p50Ms }) => p50Ms, 2),
    row(`${title}: p99 ms`, ({ p99Ms }) => p99Ms, 2),
    row('  stolen by the host, %', ({ steal }) => (steal === null ? null : steal * 100), 1, 'alone'),
    row('  tries', ({ tries }) => tries, 0, 'alone'),
  ];
};

const table: Row[] = [
  ...rowsOf('1 per pair', 'one'),
  ...rowsOf('4 per pair', 'four'),
  ...rowsOf('paced', 'paced'),
  ['memory after the load, MB', (each) => [each.rssBytes / 1e6], 1],
];

const orNaN = (value: number | null | undefined): number => value ?? Number.NaN;

/** The median of a figure over the rounds. */
export const medianOf = (summary: Summary, of: FigureOf): number => median(of(summary).map(orNaN));

/** The median of a figure as a multiple of bare’s in the same round. */
export const ratioOf = (ours: Summary, bare: Summary, of: FigureOf): number => {
  const reference = of(bare);
  return median(of(ours).map((value, round) => orNaN(value) / orNaN(reference[round])));
};

const cell = (value: number, digits: number, width: number): string =>
  (Number.isFinite(value) ? value.toFixed(digits) : '').padStart(width);

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
    ...table.map(([name, of, digits, alone]) =>
      line(
        name,
        cell(medianOf(bare, of), digits, 12),
        others.map(({ summary }) => {
          const ratio = alone ? Number.NaN : ratioOf(summary, bare, of);
          return cell(medianOf(summary, of), digits, 19) + cell(ratio, 2, 7);
        }),
      ),
    ),
  ].join('\n');
};
