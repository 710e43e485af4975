import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBrowser } from './browser.ts';
import { buildSteps } from './build.ts';
import { run } from './run.ts';
import { runSteps, staticSteps, type Step } from './steps.ts';
import { addTallies, emptyTally, tallySteps, verdict, type Tally } from './tally.ts';

const failedTally = (problem: string): Tally => ({ ...emptyTally(), failed: 1, problems: [problem] });

const phase = (title: string) => console.log(`\n── ${title}`);

const stepsTally = async (steps: readonly Step[]): Promise<Tally> => tallySteps(steps, await runSteps(steps));

const browserTally = async (): Promise<Tally> => {
  const problem = await ensureBrowser();
  return problem === null ? emptyTally() : failedTally(problem);
};

const readTally = (file: string): Tally | null => {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Tally;
  } catch {
    return null;
  }
};

const vitestTally = async (): Promise<Tally> => {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-tally-'));
  const file = join(folder, 'tally.json');
  const args = ['run', '--reporter=default', '--reporter=./test/repo/src/tally-reporter.ts'];
  const { ok } = await run({ program: 'vitest', args, env: { SHOPBELL_TALLY: file }, live: true });
  const tally = readTally(file);
  rmSync(folder, { recursive: true });
  if (tally === null) return failedTally('vitest ended without a result');
  // What vitest holds against the run and no test stands for must still fail it.
  return ok || tally.failed > 0 ? tally : addTallies(tally, failedTally('vitest ended with an error'));
};

phase('Browser');
const browser = await browserTally();
phase('Build');
const built = await stepsTally(buildSteps());
phase('Checks');
const checked = await stepsTally(staticSteps);
phase('Tests');
const tested = await vitestTally();
const total = [browser, built, checked, tested].reduce(addTallies, emptyTally());
const list = (title: string, lines: readonly string[]): void => {
  if (lines.length > 0) console.log(`\n${title}:\n${lines.map((line) => `- ${line}`).join('\n')}`);
};
list('Skipped', total.skips);
list('Passed only when run again', total.shaky);
list('Problems', total.problems);
console.log(`\n${verdict(total)}`);
process.exitCode = total.failed === 0 ? 0 : 1;
