import { actionRounds, type Scenario } from '../scenario.ts';
import { openCounter, type Payment } from './counter.ts';
import type { KillPoint } from './payments.ts';
import { openStage, type Stage, type StageOptions } from './stage.ts';
import { judge } from './verdict.ts';

const payment: Payment = { manner: 'well', consent: 'shopper', reply: 'agree' };
// Few at once, or most that a kill takes along were not at the point, and are given up after their second run.
const payments = [payment, payment, payment];

const hitsOf = (stage: Stage | null): number =>
  stage?.offices.flatMap(({ hits }) => hits).reduce((sum, { actions }) => sum + actions.length, 0) ?? 0;

type Killing = { fault: string; points: readonly KillPoint[] } & Pick<StageOptions, 'offices'>;

/**
 * Offices that are killed at a point, and born again, until so many actions were hit there; two counters pay all the
 * while. The payment provider knows no keys: who pays twice has paid twice.
 */
export const officesKilled = ({ fault, points, offices = 1 }: Killing): Scenario => ({
  name: fault,
  rounds: actionRounds,
  play: async ({ rounds, random }) => {
    let playing: Stage | null = null;
    const kill = () =>
      hitsOf(playing) < rounds
        ? { point: random.pick(points), after: 1 + random.int(2 * payments.length) }
        : null;
    await using stage = await openStage({ keyed: false, timeoutMs: 5_000, offices, kill });
    playing = stage;
    const { agent, colleague } = stage.relay.ready;
    await using one = await openCounter(stage.relay.ready, agent.key);
    await using other = await openCounter(stage.relay.ready, colleague.key);
    while (hitsOf(stage) < rounds) await Promise.all([one.play(payments), other.play(payments)]);
    const { actions, ends, violations } = await judge(stage, [one, other]);
    const kills = stage.offices.reduce((sum, { deaths }) => sum + deaths(), 0);
    return {
      rows: [{ fault, hits: hitsOf(stage), wanted: rounds, kills, judged: actions.length, ends }],
      violations,
    };
  },
});
