import { median } from '../quantiles.ts';
import type { Run, WidgetFigures } from './measure.ts';

const of = (runs: readonly Run[], name: keyof Run): number | null => {
  const values = runs.flatMap((run) => run[name] ?? []);
  return values.length > 0 ? median(values) : null;
};
const shown = (value: number | null, digits = 0): string => (value === null ? '—' : value.toFixed(digits));
const kilo = (value: number | null): number | null => (value === null ? null : value / 1_000);

const columns: readonly [title: string, read: (runs: readonly Run[]) => string][] = [
  ['launcher ms', (runs) => shown(of(runs, 'launcherMs'))],
  ['page blocked ms', (runs) => shown(of(runs, 'blockedMs'))],
  ['CLS', (runs) => shown(of(runs, 'cls'), 3)],
  ['requests', (runs) => shown(of(runs, 'requests'))],
  ['kB', (runs) => shown(kilo(of(runs, 'bytes')), 1)],
  ['heap MB', (runs) => shown((of(runs, 'heapBytes') ?? 0) / 1e6, 2)],
  ['cold open ms', (runs) => shown(of(runs, 'coldMs'))],
  ['warm open ms', (runs) => shown(of(runs, 'warmMs'))],
  ['requests then', (runs) => shown(of(runs, 'openedRequests'))],
  ['kB then', (runs) => shown(kilo(of(runs, 'openedBytes')), 1)],
  ['first message ms', (runs) => shown(of(runs, 'acknowledgedMs'))],
];

/** The contestants one under the other, medians, as Markdown. */
export const widgetTable = ({ contestants }: WidgetFigures): string => {
  const rows = contestants.map(({ name, runs }) => [name, ...columns.map(([, read]) => read(runs))]);
  const lines = [
    ['widget', ...columns.map(([title]) => title)],
    ['---', ...columns.map(() => '--:')],
    ...rows,
  ];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
};
