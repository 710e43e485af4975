import type { Verdict } from '../crowd/crowd.ts';
import type { Outcome, Row } from '../scenario.ts';

/** A scenario’s outcome in one row: what the crowd’s verdict says, and what else was found and measured. */
export const outcomeOf = (
  row: Pick<Row, 'fault' | 'hits' | 'wanted'> & Partial<Row>,
  { counts, violations }: Verdict,
  found: readonly string[] = [],
): Outcome => ({
  rows: [{ kills: 0, judged: counts.acknowledged, ...row, ends: { ...counts, ...row.ends } }],
  violations: [...found.map((what) => `${row.fault}: ${what}`), ...violations],
});
