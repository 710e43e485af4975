import { buildSteps } from './build.ts';
import { runSteps, staticSteps, testSteps } from './steps.ts';

const failed = [...(await runSteps(buildSteps())), ...(await runSteps([...staticSteps, ...testSteps]))];
console.log(failed.length === 0 ? 'All checks pass.' : `Failed: ${failed.join(', ')}`);
process.exitCode = failed.length === 0 ? 0 : 1;
