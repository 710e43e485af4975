import type { Cluster, Delivery } from '../cluster.ts';
import type { Connections, Idle } from '../connections.ts';
import type { Herds, Return } from '../herd.ts';
import type { Figures, LoadName } from '../measure.ts';
import { inRounds, medianOf, ratioOf, type FigureOf, type Summaries } from '../relay.ts';
import { bars, type Bar, type Group } from './bars.ts';
import { lines, type Curve } from './lines.ts';

const shopbells = [
  ['shopbell-sqlite', 'Shopbell, SQLite', 1],
  ['shopbell-postgres', 'Shopbell, PostgreSQL', 2],
] as const;

const relayBars = (summaries: Summaries, of: FigureOf): Bar[] => [
  { name: 'bare Socket.IO', value: medianOf(summaries.bare, of), series: 0 },
  ...shopbells.flatMap(([which, name, series]): Bar[] => {
    const summary = summaries[which];
    if (summary === undefined) return [];
    const note = `(× ${ratioOf(summary, summaries.bare, of).toFixed(2)})`;
    return [{ name, series, note, value: medianOf(summary, of) }];
  }),
];

/** Throughput and CPU of a relay that keeps everything beside one that keeps nothing. */
export const relayPicture = (summaries: Summaries): string => {
  const group = (title: string, of: (figures: Figures) => number, load: LoadName): Group => ({
    title,
    bars: relayBars(summaries, inRounds(load, of)),
  });
  return bars('A relay at full load: 100 pairs of shopper and agent', [
    group('messages per second, 100 under way', ({ msgPerS }) => msgPerS, 'one'),
    group('messages per second, 400 under way', ({ msgPerS }) => msgPerS, 'four'),
    group('CPU of the relay, µs per message, 100 under way', ({ cpuUsPerMsg }) => cpuUsPerMsg, 'one'),
    group('CPU of the relay, µs per message, 400 under way', ({ cpuUsPerMsg }) => cpuUsPerMsg, 'four'),
  ]);
};

/** What idle shoppers cost, and how fast they come. */
export const connectionsPicture = ({ bare, shopbell }: Connections): string => {
  const group = (title: string, of: (idle: Idle) => number): Group => ({
    title,
    bars: [
      { name: 'bare Socket.IO', value: of(bare), series: 0 },
      {
        name: 'Shopbell, SQLite',
        value: of(shopbell),
        series: 1,
        note: `(× ${(of(shopbell) / of(bare)).toFixed(2)})`,
      },
    ],
  });
  return bars(`${shopbell.count.toLocaleString('en-US')} idle shoppers on one relay`, [
    group('memory per connection, kB', (each) => each.bytesPerConnection / 1_000),
    {
      ...group(
        'arrivals per second, each with its token and an open session',
        (each) => each.coldConnectPerS,
      ),
      target: { value: 1_000, name: 'aim' },
    },
    group('CPU to keep them all, % of a core', (each) => each.idleCpuPercent),
  ]);
};

const curveOf = (name: string, series: Curve['series'], percentiles: readonly number[]): Curve => ({
  name,
  series,
  points: percentiles.map((value, percent) => [value / 1_000, percent]),
});

/** How a herd comes back after its relay was killed. */
export const herdPicture = ({ bare, shopbell }: Herds): string => {
  const curve = (name: string, series: Curve['series'], { percentilesMs }: Return): Curve =>
    curveOf(
      name,
      series,
      percentilesMs.map((ms) => Math.max(0, ms)),
    );
  return lines({
    title: `${shopbell.count.toLocaleString('en-US')} shoppers come back after a kill -9`,
    x: { name: 'seconds since the relay listens again' },
    y: { name: '% that are back' },
    curves: [curve('bare Socket.IO', 0, bare), curve('Shopbell, all they missed', 1, shopbell)],
  });
};

/** How long a message takes between two relays. */
export const clusterPicture = ({ together, apart, unhinted }: Cluster): string => {
  const curve = (name: string, series: Curve['series'], { percentilesMs }: Delivery): Curve => ({
    name,
    series,
    points: percentilesMs.map((ms, percent) => [percent, ms]),
  });
  return lines({
    title: 'Delivery on PostgreSQL at 1,000 messages a second',
    x: { name: 'percentile' },
    y: { name: 'ms', isLog: true },
    target: { y: 1_500, name: 'aim without hints: nothing later than 1.5 s' },
    curves: [
      curve('one relay', 0, together),
      curve('two relays', 1, apart),
      curve('two, every hint lost', 3, unhinted),
    ],
  });
};
