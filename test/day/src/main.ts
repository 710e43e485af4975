import { parseArgs } from 'node:util';
import { playDay, type Verdict } from './play.ts';

/** Of assigning, from ringing to having somebody, where somebody is free. */
const promisedMs = 50;
const shownMax = 20;

const quantile = (values: readonly number[], part: number): number =>
  values.toSorted((one, other) => one - other)[
    Math.min(values.length - 1, Math.floor(values.length * part))
  ] ?? 0;

const tell = ({ seed, violations, counts, assignedMs }: Verdict): boolean => {
  const [median, most] = [0.5, 0.95].map((part) => quantile(assignedMs, part));
  const inTime = (most ?? 0) <= promisedMs;
  console.log(JSON.stringify(counts));
  console.log(
    `from ringing to being given, of ${assignedMs.length} for whom somebody was free: median ${median?.toFixed(1)} ms, p95 ${most?.toFixed(1)} ms (promised: ${promisedMs})`,
  );
  for (const violation of violations.slice(0, shownMax)) console.log(violation);
  console.log(`seed ${seed}: ${violations.length} rules broken${inTime ? '' : ', and too slow'}`);
  return violations.length === 0 && inTime;
};

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    agents: { type: 'string', default: '10' },
    conversations: { type: 'string', default: '1000' },
  },
});
const size = { agents: Number(values.agents), conversations: Number(values.conversations) };
const verdict = await playDay(values.seed === undefined ? undefined : Number(values.seed), size);
process.exitCode = tell(verdict) ? 0 : 1;
