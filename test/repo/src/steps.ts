import { run, type Ran } from './run.ts';

/** One thing that can pass or fail as a whole. */
export type Step = { name: string; run: () => Promise<Ran> };

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** A step that runs one program and passes when it ends with 0. */
export const programStep = (name: string, program: string, args: readonly string[]): Step => ({
  name,
  run: () => run({ program, args }),
});

/** Runs steps one after the other, a line with the time for each; a failed one shows what it said. Resolves to the names that failed. */
export const runSteps = async (steps: readonly Step[]): Promise<string[]> => {
  const failed: string[] = [];
  for (const step of steps) {
    const { ok, output, ms } = await step.run();
    console.log(`${ok ? '✓' : '✗'} ${step.name.padEnd(14)} ${seconds(ms)}`);
    if (!ok) failed.push(step.name);
    if (!ok || step.name === 'size') console.log(output.trimEnd());
  }
  return failed;
};

/** What needs no test runner: format, lint, types, what nobody uses, size. */
export const staticSteps: readonly Step[] = [
  programStep('format', 'oxfmt', ['--check', '.']),
  programStep('lint', 'oxlint', ['--type-aware']),
  programStep('types', 'tsc', ['-p', 'tsconfig.json']),
  programStep('unused', 'knip', ['--no-progress', '--no-config-hints']),
  programStep('size', process.execPath, ['--conditions=source', 'test/repo/src/size.ts', '--as-built']),
];

const vitest = (name: string, ...args: string[]): Step =>
  programStep(name, 'vitest', ['run', '--reporter=dot', ...args]);

/** The quick tests by vitest, as `pnpm check` runs them. */
export const testSteps: readonly Step[] = [
  vitest('unit', '--project=unit', '--project=dom'),
  vitest('spec', '--project=repo', 'test/repo/src/spec.test.ts'),
  vitest(
    'architecture',
    '--project=repo',
    'test/repo/src/architecture.test.ts',
    'test/repo/src/laws.test.ts',
  ),
];
