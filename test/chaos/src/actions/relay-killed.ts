import type { Random } from '@shopbell-test/kit';
import type { Hit } from '../hits.ts';
import { points, type Failpoint } from '../failpoints.ts';
import { actionRounds, tallyOf, type Row, type Scenario } from '../scenario.ts';
import { openCounter, type Counter, type Payment } from './counter.ts';
import type { PlayedAction } from './judgement.ts';
import { tills } from './payments.ts';
import { openStage } from './stage.ts';
import { judge } from './verdict.ts';

const pay = (payment: Partial<Payment>): Payment => ({
  manner: 'well',
  consent: 'shopper',
  reply: 'agree',
  ...payment,
});

/** Each transition at which the relay is killed, with a payment that comes by there. */
const transitions: Readonly<Record<string, Payment>> = {
  requested: pay({}),
  planned: pay({}),
  confirmed: pay({}),
  approved: pay({ consent: 'both' }),
  running: pay({ consent: 'supervisor' }),
  succeeded: pay({}),
  verified: pay({}),
  unknown: pay({ manner: 'throws after' }),
  lease: pay({ manner: 'reads back later, once' }),
  failed: pay({ manner: 'says no' }),
  refused: pay({ manner: 'refuses the plan' }),
  declined: pay({ reply: 'decline' }),
  cancelled: pay({ reply: 'cancel' }),
  expired: pay({ manner: 'lapses soon', reply: 'nothing' }),
};
const steps = Object.keys(transitions);

/** How often each has to be hit. A new lease is no step of the transcript, and takes a kill for each hit. */
const wanted = (step: string, rounds: number): number => (step === 'lease' ? Math.ceil(rounds / 3) : rounds);

const hitsAt = (hits: readonly Hit[], step: string): Hit[] => hits.filter(({ at }) => at === step);
const countOf = (hits: readonly Hit[]): number => hits.reduce((sum, { actions }) => sum + actions.length, 0);

/** Goes through all transitions, each by all points in turn, until each was hit often enough; `null` then. */
const createAim = ({ rounds, random }: { rounds: number; random: Random }) => {
  const aimed = new Map<string, number>();
  const timesAimed = (step: string): number => aimed.get(step) ?? 0;
  return (hits: readonly Hit[]): Failpoint | null => {
    const open = steps.filter((step) => countOf(hitsAt(hits, step)) < wanted(step, rounds));
    const [step] = open.toSorted((one, other) => timesAimed(one) - timesAimed(other));
    if (step === undefined) return null;
    const turn = timesAimed(step);
    aimed.set(step, turn + 1);
    return { step, point: points[turn % points.length] ?? 'before commit', after: 1 + random.int(2) };
  };
};

const rowsOf = (hits: readonly Hit[], actions: readonly PlayedAction[], rounds: number): Row[] => {
  const ended = new Map(actions.map(({ id, steps: all }) => [id, all.at(-1)?.step ?? '']));
  return steps.map((step) => {
    const here = hitsAt(hits, step);
    const ids = [...new Set(here.flatMap((each) => each.actions))];
    // What was hit before its request was stored never was: it is asked for anew, under another id.
    const ends = tallyOf(ids.map((id) => ended.get(id) ?? 'never stored'));
    const fault = `relay killed at ${step === 'lease' ? 'a new lease' : step}`;
    const hit = { hits: countOf(here), wanted: wanted(step, rounds), kills: here.length };
    return { fault, ...hit, judged: ids.length, ends };
  });
};

/** The relay dies at each transition: before its commit, before the reply, before anybody else is told. */
export const relayKilled: Scenario = {
  name: 'relay killed at each transition',
  rounds: actionRounds,
  play: async ({ rounds, random }) => {
    const aim = createAim({ rounds, random });
    const aims: (Failpoint | null)[] = [];
    let hits: readonly Hit[] = [];
    const failpoint = () => {
      aims.push(aim(hits));
      return aims.at(-1) ?? null;
    };
    await using stage = await openStage({ keyed: false, timeoutMs: 2_500, failpoint });
    const { relay } = stage;
    ({ hits } = relay);
    const { agent, colleague } = relay.ready;
    await using one = await openCounter(relay.ready, agent.key);
    await using other = await openCounter(relay.ready, colleague.key);
    const counters = [one, other];
    relay.onReborn(() => {
      for (const counter of counters) counter.wake();
      for (const office of stage.offices) office.signal('SIGUSR2');
    });

    // The first life has none. Whoever died last was the one before the present one; the next stands by.
    const present = (): Failpoint | null => aims[relay.deaths() - 1] ?? null;
    const isOver = (): boolean => relay.deaths() > 0 && present() === null;
    const payments = (): Payment[] => {
      const target = present()?.step ?? 'verified';
      const stepOf = (till: number): string => (till < tills - 2 ? target : random.pick(steps));
      return Array.from({ length: tills }, (_, till) => transitions[stepOf(till)] ?? pay({}));
    };
    const keepPaying = async (counter: Counter): Promise<void> => {
      while (!isOver()) await counter.play(payments());
    };
    await relay.kill();
    await Promise.all(counters.map(keepPaying));
    const { actions, violations } = await judge(stage, counters);
    return { rows: rowsOf(hits, actions, rounds), violations };
  },
};
