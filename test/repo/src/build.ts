import { run } from './run.ts';
import type { Step } from './steps.ts';
import { rooms, root } from './workspace.ts';

/** What must be built before what. A package without a `build` script has nothing to build. */
const order = ['protocol', 'client', 'look', 'agent', 'commerce', 'widget', 'desk', 'server'];

const shell = (folder: string, script: string) =>
  run({ program: 'sh', args: ['-c', script], folder, env: { NODE_ENV: 'production' } });

/** The builds, in order: one step per package that has a `build` script. Each runs in its package's folder. */
export const buildSteps = (only: readonly string[] = order): Step[] =>
  order
    .filter((name) => only.includes(name))
    .flatMap((name) => rooms().filter((room) => room.folder === `packages/${name}`))
    .flatMap(({ folder, manifest }) => {
      const script = manifest.scripts?.['build'];
      return script === undefined ? [] : [{ name: folder, run: () => shell(folder, script) }];
    });

if (import.meta.main) {
  const { runSteps } = await import('./steps.ts');
  console.log(`Building the packages of ${root}`);
  const failed = await runSteps(buildSteps());
  process.exitCode = failed.length === 0 ? 0 : 1;
}
