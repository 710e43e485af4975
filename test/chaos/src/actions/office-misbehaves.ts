import { until } from '@shopbell-test/kit';
import { actionRounds, tallyOf, type Scenario } from '../scenario.ts';
import { openCounter, type Payment } from './counter.ts';
import { openRawOffice, type Misconduct } from './raw-office.ts';
import { openStage } from './stage.ts';
import { judge } from './verdict.ts';

const payment: Payment = { manner: 'well', consent: 'shopper', reply: 'agree' };

type Misbehaving = {
  misconduct: Misconduct;
  /** What the relay must say to it; `null`: it cannot say anything. */
  answer: readonly string[] | null;
};

/** An office that is not built on the SDK and misbehaves with each of so many payments. */
const officeMisbehaves = ({ misconduct, answer }: Misbehaving): Scenario => ({
  name: `office ${misconduct}`,
  rounds: actionRounds,
  play: async ({ rounds }) => {
    const fault = `office ${misconduct}`;
    await using stage = await openStage({ keyed: false, timeoutMs: 1_500, offices: 0 });
    await using raw = await openRawOffice(stage.relay.ready, { ledger: stage.ledger, misconduct });
    await using counter = await openCounter(stage.relay.ready, stage.relay.ready.agent.key);
    await counter.play(Array.from({ length: rounds }, () => payment));
    const { actions, ends, violations } = await judge(stage, [counter]);
    const ran = actions.filter(({ steps }) => steps.some(({ step }) => step === 'running'));
    const said = () => ran.map(({ id }) => raw.answers.get(id) ?? 'nothing');
    // The transcript may be at its end before the last answer is here.
    if (answer !== null) await until('the answers', () => !said().includes('nothing')).catch(() => {});
    const wrong = said().filter((code) => answer !== null && !answer.includes(code));
    const told = wrong.length === 0 ? [] : [`${fault}: the relay said ${JSON.stringify(tallyOf(wrong))}`];
    const row = { fault, hits: actions.length, wanted: rounds, kills: 0, judged: actions.length, ends };
    return { rows: [row], violations: [...violations, ...told] };
  },
});

/** The second report of the same run is refused: the action has gone on. */
export const officeAnswersTwice = officeMisbehaves({
  misconduct: 'answers twice',
  answer: ['conflict', 'not_found'],
});

/** A report under a lease that has passed on is refused and changes nothing. */
export const officeAnswersLate = officeMisbehaves({ misconduct: 'answers late', answer: ['conflict'] });

/** An output off the schema is told so; what was done is read back. */
export const officeSendsGarbage = officeMisbehaves({ misconduct: 'sends garbage', answer: ['bad_request'] });

/** A packet that is too large ends the connection; what was done is read back when the office is there again. */
export const officeSendsHuge = officeMisbehaves({ misconduct: 'sends 10 MB', answer: null });
