import { refuse, type ActionId, type ActionReport, type Author } from '@shopbell/protocol';
import type { Connection } from '../delivery/connection.ts';
import type { Decide } from '../log/decide.ts';
import type { ActionRow, Store } from '../store/store.ts';
import { failure, officeGone, outputFault, type Failed } from './faults.ts';
import type { Offered, Offices } from './offices.ts';
import { appendStep, handOver, officeAuthor, relay, taskOf } from './steps.ts';

/** The actions that are under way on this relay, from the request to the last step. */
export interface Actions {
  /** Hands a requested action to an office. */
  start: (row: ActionRow, offered: Offered) => void;
  /** Takes an office’s report on an action it was given. `not_found` for any other; off the schema is `bad_request`. */
  report: (connection: Connection, report: ActionReport) => Promise<void>;
  /** Takes up what an earlier run of the relay left open: given to an office again while there is time, else failed. */
  resume: () => Promise<void>;
  close: () => void;
}

type ActionsOptions = {
  store: Pick<Store, 'shopper' | 'openActions' | 'state'>;
  decide: Decide;
  offices: Offices;
  now: () => number;
  onError: (error: unknown) => void;
};

type Running = {
  row: ActionRow;
  /** `null` while it waits for an office to come back after a restart. */
  offered: Offered | null;
  timer: NodeJS.Timeout;
  /** Settles when the step before is stored; the next one waits for it. */
  stored: Promise<void>;
};

/** Those under way, each with its time-out; whoever ends one first ends it. */
const createHands = ({ store, decide, now, onError }: ActionsOptions) => {
  const running = new Map<ActionId, Running>();

  const end = async (held: Running, by: Author, report: ActionReport): Promise<void> => {
    running.delete(held.row.id);
    clearTimeout(held.timer);
    await held.stored;
    await appendStep(decide, held.row, { by, step: report });
  };
  const fail = (held: Running, report: Failed): void => {
    if (running.has(held.row.id)) end(held, relay, report).catch(onError);
  };

  const hold = (row: ActionRow): Running => {
    const overdue = () => fail(held, failure(row.id, 'timeout', 'The office did not report in time.'));
    const timer = setTimeout(overdue, Math.max(0, row.dueAt - now()));
    const held: Running = { row, offered: null, timer, stored: Promise.resolve() };
    running.set(row.id, held);
    return held;
  };

  const assign = async (held: Running, offered: Offered): Promise<void> => {
    const { row } = held;
    if (row.step === 'requested')
      await appendStep(decide, row, { by: officeAuthor(offered), step: 'running' });
    const task = await taskOf(store, row, offered);
    if (task && running.has(row.id)) handOver(offered, task);
  };

  const give = (held: Running, offered: Offered): void => {
    held.offered = offered;
    held.stored = assign(held, offered).catch(onError);
  };

  return { running, end, fail, hold, give };
};

/** Makes the runner of actions of one relay. */
export const createActions = (options: ActionsOptions): Actions => {
  const { store, offices } = options;
  const { running, end, fail, hold, give } = createHands(options);

  const offChanged = offices.onChanged((shop) => {
    for (const held of running.values()) {
      if (held.offered || held.row.shop !== shop) continue;
      const offered = offices.pick(shop, held.row.name);
      if (offered?.offer.effect === 'read') give(held, offered);
    }
  });
  const offClosed = offices.onClosed((connection) => {
    for (const held of running.values())
      if (held.offered?.office.connection === connection) fail(held, officeGone(held.row.id));
  });

  return {
    start: (row, offered) => {
      const held = hold(row);
      if (offered.office.connection.isOpen) give(held, offered);
      else fail(held, officeGone(row.id));
    },
    report: async (connection, report) => {
      const held = running.get(report.action);
      if (!held?.offered || held.offered.office.connection !== connection)
        throw refuse('not_found', 'There is no such action under way at this office.');
      const fault = outputFault(held.offered, report);
      await end(held, officeAuthor(held.offered), fault ?? report);
      if (!fault) return;
      if (fault.error.code === 'schema_unusable') connection.end('misbehaved');
      throw refuse('bad_request', fault.error.message, { field: 'output' });
    },
    resume: async () => {
      for (const row of await store.openActions()) hold(row);
    },
    close: () => {
      offChanged();
      offClosed();
      for (const held of running.values()) clearTimeout(held.timer);
      running.clear();
    },
  };
};
