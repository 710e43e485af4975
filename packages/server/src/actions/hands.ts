import type { ActionId, ActionTask } from '@shopbell/protocol';
import type { Decide } from '../log/decide.ts';
import type { ActionProgress, ActionRow } from '../store/action-row.ts';
import type { Store } from '../store/store.ts';
import { createAlarm } from '../alarm.ts';
import { askFor, createPlanQueue, type Held, type PlanTurns } from './held.ts';
import { identityFault } from './identity-fault.ts';
import { createMoves, type Move } from './moves.ts';
import type { Offered, Offices } from './offices.ts';
import { handOver, officeAuthor, relay, taskOf } from './steps.ts';
import { createTurns } from './turns.ts';

/** What the hands work with. */
export type HandsOptions = {
  store: Pick<Store, 'progressAction' | 'shopper' | 'spent' | 'state'>;
  decide: Decide;
  offices: Offices;
  now: () => number;
  onError: (error: unknown) => void;
  /** Where other relays plan, too. */
  planTurns?: PlanTurns | undefined;
};

/** How soon something that could not be stored is tried again. */
const retryMs = 2_000;
/** How soon a turn is asked for again that another relay has. */
const turnAgainMs = 100;

/** Those under way, each in its turns: what happens to one happens one thing after the other. */
const createLive = (options: HandsOptions) => {
  const { now, onError } = options;
  const live = new Map<ActionId, Held>();
  const turns = createTurns();
  const plans = createPlanQueue(options.planTurns);
  const moves = createMoves(options);

  /** Does it in the action’s turn, if it is not over by then. */
  const inTurn = (id: ActionId, work: (held: Held) => Promise<void>): void =>
    void turns
      .take(id, async () => {
        const held = live.get(id);
        if (held) await work(held);
      })
      .catch(onError);

  /** Takes note of where it stands now. The action that may be planned next, if one waited for this. */
  const settle = (held: Held, next: ActionProgress): ActionId | undefined => {
    held.isFresh = next.lease > held.row.lease;
    held.row = { ...held.row, ...next };
    if (next.timer === null) {
      held.alarm.stop();
      live.delete(held.row.id);
    } else held.alarm.set(next.dueAt);
    return next.step === 'requested' ? undefined : plans.leave(held);
  };

  const hold = (row: ActionRow, ring: (held: Held) => Promise<void>): Held => {
    const alarm = createAlarm(() => inTurn(row.id, ring), now);
    const held: Held = { row, asked: null, isFresh: false, alarm };
    live.set(row.id, held);
    alarm.set(row.dueAt);
    return held;
  };
  return { live, turns, plans, moves, inTurn, settle, hold };
};

/**
 * One of the offices that can go on with it; what was planned under one version goes on under that one. What is to be
 * verified goes to the office that ran it while that is there: it may still be at it.
 */
const pickFrom =
  ({ offices }: HandsOptions) =>
  ({ row, asked }: Held, what?: ActionTask['ask']): Offered | undefined => {
    const same =
      what === 'verify' && asked ? offices.of(asked.offered.office.connection, row.name) : undefined;
    if (same?.offer.version === row.version) return same;
    return offices.pick(row.shop, row.name, row.plans ? row.version : undefined);
  };

type Ringing = { move: (held: Held, how: Move) => Promise<void>; pump: (held: Held) => Promise<void> };

/** An action’s time is over, unless it was given more meanwhile. What cannot be stored now is tried again. */
const createRing =
  ({ move, pump }: Ringing, { now, onError }: HandsOptions) =>
  async (held: Held): Promise<void> => {
    if (held.row.dueAt > now()) return held.alarm.set(held.row.dueAt);
    try {
      await move(held, { event: { type: 'due' }, by: relay });
      await pump(held);
    } catch (error) {
      onError(error);
      if (held.row.timer !== null) held.alarm.set(now() + retryMs);
    }
  };

/** Begins to run it if the shopper still has the identity it needs; else that is its end. Whether it runs. */
const createBegin =
  (move: Ringing['move'], options: HandsOptions) =>
  async (held: Held, offered: Offered): Promise<boolean> => {
    const fault = await identityFault(options, held.row, offered);
    if (fault) await move(held, { event: { type: 'refused' }, by: relay, details: { error: fault } });
    else await move(held, { event: { type: 'run' }, by: officeAuthor(offered) });
    return fault === null;
  };

/** Asks offices what is to be asked of them, and notes what becomes of it. */
export const createHands = (options: HandsOptions) => {
  const { now } = options;
  const { live, turns, plans, moves, inTurn, settle: note, hold } = createLive(options);

  const settle = (held: Held, next: ActionProgress): void => {
    const following = note(held, next);
    if (following) nudge(following);
  };
  const move = async (held: Held, how: Move): Promise<void> => settle(held, await moves.move(held.row, how));
  const pick = pickFrom(options);
  const begin = createBegin(move, options);

  const ask = async (held: Held, offered: Offered, what: ActionTask['ask']): Promise<void> => {
    if (what === 'run' && held.row.step !== 'running' && !(await begin(held, offered))) return;
    // What has just begun is fresh.
    if (!held.isFresh) await move(held, { event: { type: 'asked' }, by: relay });
    held.isFresh = false;
    held.asked = { offered, ask: what, lease: held.row.lease };
    const task = await taskOf(options, held.row, { offer: offered.offer, ask: what });
    if (!offered.office.connection.isOpen) await lose(held);
    else if (task) handOver(offered, task);
  };

  /** Asks the next office what has to be asked, if there is one. */
  const pump = async (held: Held): Promise<void> => {
    const what = askFor(held);
    const offered = what && pick(held, what);
    if (!what || !offered) return;
    if (held.row.timer === 'expiry' && now() >= held.row.dueAt) return;
    const turn = what === 'plan' ? await plans.enter(held) : 'mine';
    if (turn === 'elsewhere') setTimeout(() => nudge(held.row.id), turnAgainMs).unref();
    if (turn !== 'mine') return;
    await ask(held, offered, what);
  };
  const nudge = (id: ActionId): void => inTurn(id, pump);

  /** The office it was with is gone. */
  const lose = async (held: Held): Promise<void> => {
    held.asked = null;
    const { step, plans: isPlanned } = held.row;
    // What is only to be planned may wait for an office until its time is over.
    const isStuck = step === 'running' || (step === 'requested' && !isPlanned && !pick(held));
    if (isStuck) await move(held, { event: { type: 'silent' }, by: relay });
    await pump(held);
  };

  const ring = createRing({ move, pump }, options);
  const hands = { live, turns, moves, plans, inTurn, settle, move, pick, pump, nudge, lose };
  return { ...hands, hold: (row: ActionRow) => hold(row, ring) };
};
