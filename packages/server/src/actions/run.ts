import {
  refuse,
  sizes,
  type ActionId,
  type ActionReport,
  type ActionTask,
  type Author,
} from '@shopbell/protocol';
import type { Connection } from '../delivery/connection.ts';
import { eventPacket } from '../delivery/packets.ts';
import type { Decide } from '../log/decide.ts';
import { decideActionReport, decideActionRunning } from '../rules/actions.ts';
import type { ActionRow, Store } from '../store/store.ts';
import type { Offered, Offices } from './offices.ts';

/** The actions that are under way on this relay, from the request to the last step. */
export interface Actions {
  /** Hands a requested action to an office. */
  start(row: ActionRow, offered: Offered): void;
  /** Takes an office’s report on an action it was given. `not_found` for any other; off the schema is `bad_request`. */
  report(connection: Connection, report: ActionReport): Promise<void>;
  /** Takes up what an earlier run of the relay left open: given to an office again while there is time, else failed. */
  resume(): Promise<void>;
  close(): void;
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
type Failed = Extract<ActionReport, { step: 'failed' }>;

const relay: Author = { kind: 'system', id: 'system', name: 'Shopbell' };
const failure = (action: ActionId, code: string, message: string): Failed => ({
  action,
  step: 'failed',
  error: { code, message },
});
const officeGone = (id: ActionId) =>
  failure(id, 'office_unavailable', 'The office that carries out this action is gone. Try again later.');

const authorOf = ({ office }: Offered): Author => ({ kind: 'office', id: office.id, name: office.name });

/** What is wrong with an output, if anything: it becomes that action’s failure. */
const outputFault = (offered: Offered, report: ActionReport): Failed | null => {
  if (report.step === 'failed') return null;
  const { action, output } = report;
  if (Buffer.byteLength(JSON.stringify(output)) > sizes.outputMaxBytes)
    return failure(action, 'output_too_large', `The output is over ${sizes.outputMaxBytes} bytes.`);
  const verdict = offered.output(output);
  if (verdict.kind === 'fits') return null;
  if (verdict.kind === 'unusable')
    return failure(action, 'schema_unusable', 'The office’s output schema cannot be used.');
  return failure(
    action,
    'output_invalid',
    `The output does not fit the action’s schema at “${verdict.where}”.`,
  );
};

/** Makes the runner of actions of one relay. */
export const createActions = ({ store, decide, offices, now, onError }: ActionsOptions): Actions => {
  const running = new Map<ActionId, Running>();

  const append = async (row: ActionRow, by: Author, step: 'running' | ActionReport): Promise<void> => {
    const { id, shop, conversation } = row;
    const name = step === 'running' ? step : step.step;
    await decide({ shop, conversation, by, nonce: `${name}_${id}` }, () =>
      step === 'running' ? decideActionRunning(row) : decideActionReport(row, step),
    );
    row.step = name;
  };

  /** The last step. Whoever comes first ends it; nobody after. */
  const end = async (held: Running, by: Author, report: ActionReport): Promise<void> => {
    running.delete(held.row.id);
    clearTimeout(held.timer);
    await held.stored;
    await append(held.row, by, report);
  };
  const fail = (held: Running, report: Failed): void => {
    end(held, relay, report).catch(onError);
  };

  const assign = async (held: Running, offered: Offered): Promise<void> => {
    const { row } = held;
    if (row.step === 'requested') await append(row, authorOf(offered), 'running');
    const state = await store.state(row.conversation);
    const shopper = state && (await store.shopper(row.shop, state.shopper));
    if (!shopper || !running.has(row.id)) return;
    const { id, name, verified, claimed } = shopper;
    const task: ActionTask = {
      id: row.id,
      name: row.name,
      version: offered.offer.version,
      input: row.input,
      conversation: row.conversation,
      shopper: { id, name, claimed, verified },
      by: row.by,
      audience: row.audience,
      dueAt: row.dueAt,
    };
    offered.office.connection.send(eventPacket('staff', 'action:assigned', JSON.stringify(task)));
  };

  const hold = (row: ActionRow, offered: Offered | null): Running => {
    const timer = setTimeout(
      () => fail(held, failure(row.id, 'timeout', 'The office did not report in time.')),
      Math.max(0, row.dueAt - now()),
    );
    const held: Running = { row, offered, timer, stored: Promise.resolve() };
    running.set(row.id, held);
    return held;
  };

  const give = (held: Running, offered: Offered): void => {
    held.offered = offered;
    held.stored = assign(held, offered).catch((error: unknown) => {
      onError(error);
      if (running.has(held.row.id))
        fail(held, failure(held.row.id, 'internal', 'The relay could not hand it over.'));
    });
  };

  const offChanged = offices.onChanged((shop) => {
    for (const held of running.values()) {
      if (held.offered || held.row.shop !== shop) continue;
      const offered = offices.pick(shop, held.row.name);
      if (offered?.offer.effect === 'read') give(held, offered);
    }
  });
  const offClosed = offices.onClosed((connection) => {
    for (const held of [...running.values()])
      if (held.offered?.office.connection === connection) fail(held, officeGone(held.row.id));
  });

  return {
    start: (row, offered) => {
      const held = hold(row, offered);
      if (offered.office.connection.isOpen) give(held, offered);
      else fail(held, officeGone(row.id));
    },
    report: async (connection, report) => {
      const held = running.get(report.action);
      if (!held?.offered || held.offered.office.connection !== connection)
        throw refuse('not_found', 'There is no such action under way at this office.');
      const fault = outputFault(held.offered, report);
      await end(held, authorOf(held.offered), fault ?? report);
      if (!fault) return;
      if (fault.error.code === 'schema_unusable') connection.end('misbehaved');
      throw refuse('bad_request', fault.error.message, { field: 'output' });
    },
    resume: async () => {
      for (const row of await store.openActions()) {
        if (row.dueAt <= now())
          fail(hold(row, null), failure(row.id, 'timeout', 'The relay was down too long.'));
        else hold(row, null);
      }
    },
    close: () => {
      offChanged();
      offClosed();
      for (const held of running.values()) clearTimeout(held.timer);
      running.clear();
    },
  };
};
