import { parseArgs } from 'node:util';
import { seeded } from '@shopbell-test/kit';
import { tableOf, type Outcome } from './scenario.ts';
import { scenarios } from './scenarios.ts';

const usage = `pnpm chaos actions                 every fault of actions, 30 times each
pnpm chaos actions --rounds 200    more often
pnpm chaos actions --seed 7        as an earlier run
pnpm chaos actions --only relay    those whose name begins so`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '30' },
    seed: { type: 'string' },
    only: { type: 'string', default: '' },
  },
});

const play = async (part: keyof typeof scenarios): Promise<void> => {
  const random = seeded('chaos', values.seed === undefined ? undefined : Number(values.seed));
  const outcomes: Outcome[] = [];
  for (const scenario of scenarios[part].filter(({ name }) => name.startsWith(values.only))) {
    const startedAt = performance.now();
    outcomes.push(await scenario.play({ rounds: Number(values.rounds), random }));
    console.log(`${scenario.name}: ${((performance.now() - startedAt) / 1_000).toFixed(1)} s`);
  }
  const violations = outcomes.flatMap((outcome) => outcome.violations);
  console.log(`\n${tableOf(outcomes.flatMap(({ rows }) => rows))}\n`);
  for (const violation of violations) console.log(violation);
  console.log(`${violations.length} violations, seed ${random.seed}`);
  process.exitCode = violations.length === 0 ? 0 : 1;
};

const [part] = positionals;
if (part === 'actions') await play(part);
else {
  console.log(usage);
  process.exitCode = 1;
}
