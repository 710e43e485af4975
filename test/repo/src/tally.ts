/**
 * What a run came to. `problems` says what failed, `skips` names each skipped test and why, `shaky` those that
 * passed only when they were run again.
 */
export type Tally = {
  passed: number;
  failed: number;
  skipped: number;
  problems: string[];
  skips: string[];
  shaky: string[];
};

/** A run in which nothing ran. */
export const emptyTally = (): Tally => ({
  passed: 0,
  failed: 0,
  skipped: 0,
  problems: [],
  skips: [],
  shaky: [],
});

/** Both together. */
export const addTallies = (one: Tally, other: Tally): Tally => ({
  passed: one.passed + other.passed,
  failed: one.failed + other.failed,
  skipped: one.skipped + other.skipped,
  problems: [...one.problems, ...other.problems],
  skips: [...one.skips, ...other.skips],
  shaky: [...one.shaky, ...other.shaky],
});

/** Steps that are right or wrong as a whole, counted as one test each. */
export const tallySteps = (all: readonly { name: string }[], failed: readonly string[]): Tally => ({
  ...emptyTally(),
  passed: all.length - failed.length,
  failed: failed.length,
  problems: failed.map((name) => `${name} failed`),
});

/** The last line of the test command. */
export const verdict = ({ passed, failed, skipped }: Tally): string =>
  `${passed} passed, ${failed} failed, ${skipped} skipped`;
