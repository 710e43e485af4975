import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commit, load, machine, type Machine } from '@shopbell-test/kit';
import { watchSteal } from './steal.ts';

/** A measurement as it is kept: what, when, on what, and the figures. */
export type Result<F> = {
  bench: string;
  command: string;
  at: string;
  commit: string;
  machine: Machine;
  /** Processes that wanted a core, over 1, 5 and 15 minutes, before and after: over the number of cores, it was not alone. */
  load: { before: number[]; after: number[] };
  /** What part of the processors’ time the host gave to others meanwhile; `null` where it does not say. */
  steal: number | null;
  figures: F;
};

const folder = join(import.meta.dirname, '../results');
const fileOf = (bench: string): string => join(folder, `${bench}.json`);

/** Runs a measurement and gives it with its circumstances. */
export const measured = async <F>(
  what: Pick<Result<F>, 'bench' | 'command'>,
  measure: () => Promise<F>,
): Promise<Result<F>> => {
  const before = load();
  const at = new Date().toISOString();
  const stolen = watchSteal();
  const figures = await measure();
  const around = { load: { before, after: load() }, steal: stolen() };
  return { ...what, at, commit: commit(), machine: machine(), ...around, figures };
};

/** Keeps a result in `test/bench/results`, in the place of the one before it. */
export const keep = (result: Result<unknown>): void => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(fileOf(result.bench), `${JSON.stringify(result, null, 2)}\n`);
};

/** The result that is kept of a benchmark; `null`: none. */
export const kept = <F>(bench: string): Result<F> | null =>
  existsSync(fileOf(bench)) ? (JSON.parse(readFileSync(fileOf(bench), 'utf8')) as Result<F>) : null;
