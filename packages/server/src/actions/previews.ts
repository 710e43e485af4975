import { refuse, type ActionId, type ActionPlan, type ActionReport } from '@shopbell/protocol';
import { times } from '@shopbell/protocol/limits';
import type { Connection } from '../delivery/connection.ts';
import type { ActionRow } from '../store/action-row.ts';
import type { Store } from '../store/store.ts';
import type { Offered, Offices } from './offices.ts';
import { guarded } from './reported.ts';
import { handOver, taskOf } from './steps.ts';

/** Plans that somebody only looks at: asked of an office, never stored. */
export interface Previews {
  /**
   * What the office would plan for an action that is not requested. Refused with `action_failed` (what the office
   * says), `office_unavailable`, `timeout`.
   */
  ask: (row: ActionRow, offered: Offered) => Promise<ActionPlan>;
  /** Takes a report, if it answers such a question. */
  report: (connection: Connection, report: ActionReport) => boolean;
  close: () => void;
}

type Options = { store: Pick<Store, 'shopper' | 'spent' | 'state'>; offices: Offices; now: () => number };
type Answer = ActionReport & { step: 'planned' | 'refused' | 'failed' };
type Asked = {
  connection: Connection;
  answer: (report: Answer) => void;
  fail: (error: unknown) => void;
};

const gone = () => refuse('office_unavailable', 'The office is gone. Try again when it is back.');
const late = () => refuse('timeout', 'The office did not say in time what it would do. Try again.');

const isAnswer = (report: ActionReport): report is Answer =>
  report.step === 'planned' || report.step === 'refused' || report.step === 'failed';

const planIn = (row: ActionRow, answer: Answer): ActionPlan => {
  if (answer.step === 'planned') return guarded(row, answer.plan);
  throw refuse('action_failed', answer.error.message);
};

/** Makes the previews of one relay. */
export const createPreviews = (options: Options): Previews => {
  const asked = new Map<ActionId, Asked>();
  const off = options.offices.onClosed((connection) => {
    for (const each of asked.values()) if (each.connection === connection) each.fail(gone());
  });

  const wait = async ({ id }: ActionRow, connection: Connection, begin: () => void): Promise<Answer> => {
    const { promise, resolve: answer, reject: fail } = Promise.withResolvers<Answer>();
    const timer = setTimeout(() => fail(late()), times.actionPreviewTimeoutMs);
    asked.set(id, { connection, answer, fail });
    try {
      begin();
      return await promise;
    } finally {
      clearTimeout(timer);
      asked.delete(id);
    }
  };

  return {
    ask: async (row, offered) => {
      const task = await taskOf(options, row, { offer: offered.offer, ask: 'plan' });
      const { connection } = offered.office;
      if (!task || !connection.isOpen) throw gone();
      return planIn(row, await wait(row, connection, () => handOver(offered, task)));
    },
    report: (connection, report) => {
      const waiting = asked.get(report.action);
      if (waiting?.connection !== connection || !isAnswer(report)) return false;
      waiting.answer(report);
      return true;
    },
    close: () => {
      off();
      for (const { fail } of asked.values()) fail(gone());
    },
  };
};
