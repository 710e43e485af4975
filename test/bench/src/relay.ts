import { contestants, type Contestant } from './contestants.ts';
import { measureIdle, measureRound, type Figures, type Round, type Scale } from './measure.ts';

/** What `pnpm bench relay` says of one relay; the plain figures are at saturation with one message under way per pair. */
export type Summary = Figures & {
  rssBytes: number;
  bytesPerConnection: number;
  fourPerPair: Figures;
  paced: Figures;
};

const full: Scale = {
  pairs: 100,
  forMs: 6_000,
  warmUpMs: 3_000,
  perSecond: 1_000,
  idle: 5_000,
  settleMs: 3_000,
  rounds: 2,
};
const quick: Scale = {
  pairs: 10,
  forMs: 400,
  warmUpMs: 200,
  perSecond: 200,
  idle: 40,
  settleMs: 200,
  rounds: 1,
};

const mean = (values: readonly number[]): number =>
  values.reduce((sum, each) => sum + each, 0) / values.length;

const meanOf = (all: readonly Figures[]): Figures => ({
  msgPerS: mean(all.map((each) => each.msgPerS)),
  cpuUsPerMsg: mean(all.map((each) => each.cpuUsPerMsg)),
  p50Ms: mean(all.map((each) => each.p50Ms)),
  p99Ms: mean(all.map((each) => each.p99Ms)),
});

const summarise = (rounds: readonly Round[], bytesPerConnection: number): Summary => ({
  ...meanOf(rounds.map(({ one }) => one)),
  rssBytes: mean(rounds.map((each) => each.rssBytes)),
  bytesPerConnection,
  fourPerPair: meanOf(rounds.map(({ four }) => four)),
  paced: meanOf(rounds.map(({ paced }) => paced)),
});

/** Measures all in turn (A B C A B C), so that a noisy minute hits all. */
export const measureRelays = async (isQuick: boolean): Promise<Record<Contestant, Summary>> => {
  const scale = isQuick ? quick : full;
  const rounds: Record<Contestant, Round[]> = { bare: [], 'shopbell-sqlite': [], 'shopbell-postgres': [] };
  for (let round = 1; round <= scale.rounds; round += 1)
    for (const which of contestants) {
      console.log(`round ${round} of ${scale.rounds}: ${which}`);
      rounds[which].push(await measureRound(which, scale));
    }
  const idle: Partial<Record<Contestant, number>> = {};
  for (const which of contestants) {
    console.log(`${scale.idle} idle connections: ${which}`);
    idle[which] = await measureIdle(which, scale);
  }
  const of = (which: Contestant) => summarise(rounds[which], idle[which] ?? Number.NaN);
  return {
    bare: of('bare'),
    'shopbell-sqlite': of('shopbell-sqlite'),
    'shopbell-postgres': of('shopbell-postgres'),
  };
};

type Row = [name: string, of: (summary: Summary) => number, digits: number];

const rows = (perPair: string, of: (summary: Summary) => Figures): Row[] => [
  [`${perPair}: messages/s`, (each) => of(each).msgPerS, 0],
  [`${perPair}: server CPU µs/message`, (each) => of(each).cpuUsPerMsg, 1],
  [`${perPair}: p50 ms`, (each) => of(each).p50Ms, 2],
  [`${perPair}: p99 ms`, (each) => of(each).p99Ms, 2],
];

const table: Row[] = [
  ...rows('1 per pair', (each) => each),
  ...rows('4 per pair', (each) => each.fourPerPair),
  ...rows('paced', (each) => each.paced),
  ['memory after the load, MB', (each) => each.rssBytes / 1e6, 1],
  ['memory per idle connection, bytes', (each) => each.bytesPerConnection, 0],
];

/** The table, one line a figure: bare, and Shopbell on each engine, also as a multiple of bare. */
export const tableOf = (summaries: Record<Contestant, Summary>): string => {
  const others = contestants.filter((which) => which !== 'bare');
  const head = others.map((which) => `${which.padStart(19)}${'ratio'.padStart(7)}`);
  return [
    `${''.padEnd(36)}${'bare'.padStart(12)}${head.join('')}`,
    ...table.map(([name, of, digits]) => {
      const bare = of(summaries.bare);
      const cells = others.map((which) => {
        const ours = of(summaries[which]);
        return `${ours.toFixed(digits).padStart(19)}${(ours / bare).toFixed(2).padStart(7)}`;
      });
      return `${name.padEnd(36)}${bare.toFixed(digits).padStart(12)}${cells.join('')}`;
    }),
  ].join('\n');
};
