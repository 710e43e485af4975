import { refuse, type ActionId, type ActionReport } from '@shopbell/protocol';
import type { Connection } from '../delivery/connection.ts';
import type { Appended } from '../log/log.ts';
import type { ActionRow } from '../store/action-row.ts';
import type { Store } from '../store/store.ts';
import { createHands, type HandsOptions } from './hands.ts';
import { askFor, type Held } from './held.ts';
import type { PersonsMove } from './moves.ts';
import type { Offered, Offices } from './offices.ts';
import { createPreviews, type Previews } from './previews.ts';
import { reported } from './reported.ts';
import { officeAuthor } from './steps.ts';

/** The actions that are under way on this relay, from the request to the last step. */
export interface Actions {
  /** Takes up an action that was just requested. */
  start: (row: ActionRow) => void;
  /**
   * Takes an office’s report on what it was asked. `conflict` when its lease is over, `not_found` for what it was not
   * asked; an output off the schema is `bad_request`.
   */
  report: (connection: Connection, report: ActionReport) => Promise<void>;
  /** Takes a person’s answer to a plan; `conflict` says why it is too late, or for another plan. */
  answer: (row: ActionRow, move: PersonsMove) => Promise<Appended>;
  /** What an office would plan for an action that is not requested; see {@link Previews.ask}. */
  preview: Previews['ask'];
  /** Takes up what an earlier run of the relay left open, in whatever state it was. */
  resume: () => Promise<void>;
  /** Takes up actions that were another relay’s. */
  take: (rows: readonly ActionRow[]) => void;
  /** Another relay has moved it: goes on from where it is now. */
  refresh: (id: ActionId) => void;
  /** It is another relay’s now. */
  drop: (id: ActionId) => void;
  /** Those that are under way here, and how often each has moved. */
  live: () => ReadonlyMap<ActionId, number>;
  /** Looks at every alarm again: the clock was set. */
  wake: () => void;
  close: () => void;
}

type ActionsOptions = HandsOptions & { store: Pick<Store, 'action' | 'openActions'> };

const unknown = () => refuse('not_found', 'There is no such action under way at this office.');

type Hands = ReturnType<typeof createHands>;

/** By whom a report may come: who was asked; after a restart, whoever offers the action and knows the lease. */
const holderOf = (
  { row, asked }: Held,
  report: ActionReport,
  { connection, offices }: { connection: Connection; offices: Offices },
): Offered | undefined => {
  if (asked === null) return report.lease === row.lease ? offices.of(connection, row.name) : undefined;
  const isTheirs = asked.offered.office.connection === connection && asked.lease === report.lease;
  return isTheirs ? asked.offered : undefined;
};

const createReport =
  ({ live, move, pump }: Hands, { store, offices, now }: ActionsOptions) =>
  async (connection: Connection, report: ActionReport): Promise<void> => {
    const held = live.get(report.action);
    const row = held?.row ?? (await store.action(report.action));
    if (!row || row.shop !== offices.shopOf(connection)) throw unknown();
    if (report.lease < row.lease)
      throw refuse('conflict', 'This lease is over: the action has gone on without this report.');
    const offered = held && holderOf(held, report, { connection, offices });
    if (!held || !offered) throw unknown();
    const { event, details, fault } = reported(row, report, { offered, time: now() });
    await move(held, { event, by: officeAuthor(offered), details });
    await pump(held);
    if (!fault) return;
    if (fault.code === 'schema_unusable') connection.end('misbehaved');
    throw refuse('bad_request', fault.message, { field: 'output' });
  };

/** How actions pass from one run of a relay to the next, and between relays. */
const createPassing = (hands: Hands, store: ActionsOptions['store']) => {
  const { live } = hands;
  const take = (rows: readonly ActionRow[]): void => {
    for (const row of rows) if (!live.has(row.id)) hands.hold(row);
    for (const { id } of rows) hands.nudge(id);
  };
  return {
    take,
    resume: async () => take(await store.openActions()),
    refresh: (id: ActionId) =>
      hands.inTurn(id, async (held) => {
        const row = await store.action(id);
        if (row && row.revision > held.row.revision) hands.settle(held, row);
        await hands.pump(held);
      }),
    drop: (id: ActionId) => {
      const held = live.get(id);
      if (!held) return;
      held.alarm.stop();
      live.delete(id);
      const following = hands.plans.leave(held);
      if (following) hands.nudge(following);
    },
    live: () => new Map([...live].map(([id, { row }]) => [id, row.revision])),
  };
};

/** Makes the runner of actions of one relay. */
export const createActions = (options: ActionsOptions): Actions => {
  const { store, offices } = options;
  const hands = createHands(options);
  const { live, turns, moves } = hands;
  const report = createReport(hands, options);
  const previews = createPreviews(options);

  const offChanged = offices.onChanged((shop) => {
    for (const held of live.values()) if (held.row.shop === shop && askFor(held)) hands.nudge(held.row.id);
  });
  const offClosed = offices.onClosed((connection) => {
    for (const { asked, row } of live.values())
      if (asked?.offered.office.connection === connection)
        hands.inTurn(row.id, async (held) => {
          if (held.asked?.offered.office.connection === connection) await hands.lose(held);
        });
  });

  return {
    start: (row) => {
      // The first asking has the lease it began with.
      hands.hold(row).isFresh = true;
      hands.inTurn(row.id, async (held) => (hands.pick(held) ? hands.pump(held) : hands.lose(held)));
    },
    preview: previews.ask,
    report: async (connection, given) => {
      if (!previews.report(connection, given))
        await turns.take(given.action, () => report(connection, given));
    },
    answer: (given, move) =>
      turns.take(given.id, async () => {
        const held = live.get(given.id);
        const row = held?.row ?? (await store.action(given.id)) ?? given;
        const { appended, next } = await moves.answer(row, move);
        if (held && next) {
          hands.settle(held, next);
          hands.nudge(given.id);
        }
        return appended;
      }),
    ...createPassing(hands, store),
    wake: () => live.forEach(({ alarm, row }) => alarm.set(row.dueAt)),
    close: () => {
      for (const stop of [offChanged, offClosed, previews.close]) stop();
      for (const { alarm } of live.values()) alarm.stop();
      live.clear();
    },
  };
};
