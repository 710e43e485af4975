import { parseArgs } from 'node:util';
import { seeded } from '@shopbell-test/kit';
import { keep } from './results.ts';
import { tableOf, type Outcome, type Scenario } from './scenario.ts';
import { scenarios } from './scenarios.ts';

const usage = `pnpm chaos                       every scenario, as often as by hand
pnpm chaos --short               the short set
pnpm chaos relay slow-disk       a part, or those whose name begins so
pnpm chaos drain --rounds 3      so many times
pnpm chaos drain --seed 7        as an earlier run
pnpm chaos drain --keep          written down in test/chaos/results and docs/chaos.md

`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string' },
    seed: { type: 'string' },
    keep: { type: 'boolean', default: false },
    short: { type: 'boolean', default: false },
  },
});
const isShort = values.short;

const named = (name: string): readonly Scenario[] =>
  name in scenarios
    ? scenarios[name as keyof typeof scenarios]
    : Object.values(scenarios).flatMap((part) => part.filter((scenario) => scenario.name.startsWith(name)));

const playAll = async (wanted: readonly Scenario[]): Promise<void> => {
  const random = seeded('chaos', values.seed === undefined ? undefined : Number(values.seed));
  const outcomes: Outcome[] = [];
  for (const { name, rounds, play } of wanted) {
    const startedAt = performance.now();
    const times = Number(values.rounds ?? (isShort ? rounds.short : rounds.long));
    const outcome = await play({ rounds: times, random, isShort });
    outcomes.push(outcome);
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    console.log(`${name}: ${seconds} s`);
    if (values.keep) keep(name, { seed: random.seed, seconds, ...outcome });
  }
  const rows = outcomes.flatMap((outcome) => outcome.rows);
  const missed = rows.filter(({ hits, wanted: most }) => hits < most);
  const violations = outcomes.flatMap((outcome) => outcome.violations);
  console.log(`\n${tableOf(rows)}\n`);
  for (const violation of violations.slice(0, 50)) console.log(violation);
  for (const { fault, hits, wanted: least } of missed) console.log(`${fault}: hit ${hits} of ${least}`);
  console.log(`${violations.length} violations, seed ${random.seed}`);
  process.exitCode = violations.length + missed.length === 0 ? 0 : 1;
};

const wanted =
  positionals.length === 0 ? Object.values(scenarios).flat() : [...new Set(positionals.flatMap(named))];
if (wanted.length > 0) await playAll(wanted);
else {
  const names = Object.entries(scenarios).map(
    ([part, all]) => `${part}: ${all.map(({ name }) => name).join(', ')}`,
  );
  console.log(usage + names.join('\n'));
  process.exitCode = 1;
}
