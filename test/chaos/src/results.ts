import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commit, machine } from '@shopbell-test/kit';
import type { Outcome, Row } from './scenario.ts';

/** A run as it is kept: when, of what, on what, and what came of it. */
export type Run = Outcome & { at: string; commit: string; machine: string; seed: number; seconds: number };

/** All kept runs of a scenario. */
type Kept = { scenario: string; runs: readonly Run[] };

const folder = join(import.meta.dirname, '../results');
/** The page that shows them. */
export const page = join(import.meta.dirname, '../../../docs/chaos.md');
const mark = '<!-- The rest is written by `pnpm chaos … --keep`. -->';

const whatItRanOn = (): string => {
  const { cpu, cores, node } = machine();
  return `${cores} × ${cpu}, Node ${node}`;
};

/** All that is kept, by scenario. */
export const kept = (): Kept[] =>
  readdirSync(folder)
    .toSorted()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Kept);

const total = (rows: readonly Row[], of: 'hits' | 'kills' | 'judged'): number =>
  rows.reduce((sum, row) => sum + row[of], 0);

const lineOf = (fault: string, runs: readonly Run[]): string => {
  const rows = runs.flatMap((run) => run.rows.filter((row) => row.fault === fault));
  const sums = (['hits', 'kills', 'judged'] as const).map((of) => total(rows, of).toLocaleString('en'));
  const broken = runs.reduce((sum, { violations }) => sum + violations.length, 0);
  const last = runs.at(-1)?.at.slice(0, 10) ?? '';
  return `| ${[fault, ...sums, runs.length, broken, last].join(' | ')} |`;
};

/** Every fault with its sums over all runs, as a table of Markdown. */
export const summaryOf = (all: readonly Kept[]): string => {
  const head = '| fault | hits | processes killed | judged | runs | violations | last |';
  const lines = all.flatMap(({ runs }) => {
    const faults = [...new Set(runs.flatMap(({ rows }) => rows.map((row) => row.fault)))];
    return faults.map((fault) => lineOf(fault, runs));
  });
  return [head, '|---|---:|---:|---:|---:|---:|---|', ...lines].join('\n');
};

/** The page with this table at its end. */
export const pageWith = (text: string, summary: string): string =>
  `${text.slice(0, text.indexOf(mark) + mark.length)}\n\n${summary}\n`;

/** Writes a run down beside those before it, in `test/chaos/results`, and into the page. */
export const keep = (scenario: string, ran: Pick<Run, 'seed' | 'seconds' | 'rows' | 'violations'>): void => {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${scenario.replaceAll(/[^a-z]+/gi, '-')}.json`);
  const before = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Kept).runs : [];
  const run: Run = { at: new Date().toISOString(), commit: commit(), machine: whatItRanOn(), ...ran };
  writeFileSync(file, `${JSON.stringify({ scenario, runs: [...before, run] }, null, 2)}\n`);
  writeFileSync(page, pageWith(readFileSync(page, 'utf8'), summaryOf(kept())));
};
