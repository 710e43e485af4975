import { writeFileSync } from 'node:fs';
import type { Reporter, SerializedError, TestCase, TestModule, TestRunEndReason } from 'vitest/node';
import { emptyTally, type Tally } from './tally.ts';

const nameOf = (test: TestCase): string => `${test.module.relativeModuleId} › ${test.fullName}`;

/** Something that fails the run and is no failed test: counted as one. */
const fault = (tally: Tally, what: string): void => {
  tally.failed += 1;
  tally.problems.push(what);
};

const count = (tally: Tally, test: TestCase): void => {
  const result = test.result();
  if (result.state === 'passed') {
    tally.passed += 1;
    if (test.diagnostic()?.flaky) tally.shaky.push(nameOf(test));
  } else if (result.state === 'failed') {
    tally.failed += 1;
    tally.problems.push(`${nameOf(test)} failed`);
  } else {
    const reason = result.state === 'skipped' ? result.note : 'it never ran to its end';
    tally.skipped += 1;
    tally.skips.push(`${nameOf(test)}: ${reason ?? 'NO REASON GIVEN'}`);
    if (reason === undefined) fault(tally, `${nameOf(test)} is skipped without a reason`);
  }
};

/** A vitest reporter that writes the run's {@link Tally} as JSON to the file `SHOPBELL_TALLY` names. */
export default class TallyReporter implements Reporter {
  onTestRunEnd(
    modules: readonly TestModule[],
    unhandled: readonly SerializedError[],
    reason: TestRunEndReason,
  ): void {
    const tally = emptyTally();
    for (const testModule of modules) {
      for (const test of testModule.children.allTests()) count(tally, test);
      for (const error of testModule.errors())
        fault(tally, `${testModule.relativeModuleId}: ${error.message}`);
    }
    for (const error of unhandled) fault(tally, `outside any test: ${error.message}`);
    if (reason === 'interrupted') fault(tally, 'the run was interrupted');
    const file = process.env['SHOPBELL_TALLY'];
    if (file !== undefined) writeFileSync(file, JSON.stringify(tally));
  }
}
