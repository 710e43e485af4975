import { actionRounds, type Scenario } from '../scenario.ts';
import { openCounter, type Payment } from './counter.ts';
import { tills, type Manner } from './payments.ts';
import { openStage, type Stage } from './stage.ts';
import { judge } from './verdict.ts';

/** How long a late tool is late: well after the relay has given its run up. */
const [timeoutMs, lateMs] = [1_000, 2_500];

type Misbehaving = {
  fault: string;
  manner: Manner;
  offices?: number;
  /** What is done while the payments are under way. */
  meanwhile?: (stage: Stage) => Promise<void>;
};

/** A tool on the SDK that misbehaves with each of so many payments. The payment provider knows no keys. */
export const toolMisbehaves = ({ fault, manner, offices = 1, meanwhile }: Misbehaving): Scenario => ({
  name: fault,
  rounds: actionRounds,
  play: async ({ rounds }) => {
    await using stage = await openStage({ keyed: false, timeoutMs, lateMs, offices });
    const { agent, colleague, bot, supervisor } = stage.relay.ready;
    await using stack = new AsyncDisposableStack();
    const open = async ({ key }: { key: string }) => stack.use(await openCounter(stage.relay.ready, key));
    const counters = await Promise.all([agent, colleague, bot, supervisor].map(open));
    const payment: Payment = { manner, consent: 'shopper', reply: 'agree' };
    const wave = Array.from({ length: tills }, () => payment);
    for (let played = 0; played < rounds; played += wave.length * counters.length) {
      const all = Promise.all(counters.map((counter) => counter.play(wave)));
      await meanwhile?.(stage);
      await all;
    }
    const { actions, ends, violations } = await judge(stage, counters);
    const kills = stage.offices.reduce((sum, { deaths }) => sum + deaths(), 0);
    return {
      rows: [{ fault, hits: actions.length, wanted: rounds, kills, judged: actions.length, ends }],
      violations,
    };
  },
});
