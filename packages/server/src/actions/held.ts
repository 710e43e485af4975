import type { ActionId, ActionTask } from '@shopbell/protocol';
import { nextAsk } from '../rules/action-machine.ts';
import type { ActionRow } from '../store/action-row.ts';
import type { createAlarm } from '../alarm.ts';
import type { Offered } from './offices.ts';

/** An action that is not at its end. */
export type Held = {
  row: ActionRow;
  /** What an office has been asked last, and under which lease; `null`: none that is there. */
  asked: { offered: Offered; ask: ActionTask['ask']; lease: number } | null;
  /** The lease has grown for an asking that is still to come. */
  isFresh: boolean;
  alarm: ReturnType<typeof createAlarm>;
};

/** What is to be asked of an office now, if anything. */
export const askFor = ({ row, asked, isFresh }: Held): ActionTask['ask'] | null => {
  const isWriteToHandOver = row.step === 'running' && isFresh;
  const ask = isWriteToHandOver ? 'run' : nextAsk(row, row);
  const isAsked = asked !== null && asked.ask === ask && asked.lease === row.lease;
  return isAsked ? null : ask;
};

const planKey = ({ row }: Held): string => JSON.stringify([row.shop, row.by.id, row.name]);

/** Turns that count on all relays: whoever has one is the only one to plan under that name. */
export type PlanTurns = {
  enter: (name: string, action: ActionId) => Promise<boolean>;
  leave: (name: string, action: ActionId) => void;
};

/**
 * Plans of one requester for one action are asked for one after the other: each is told what those before it come to.
 */
export const createPlanQueue = (turns?: PlanTurns) => {
  const planning = new Map<string, ActionId>();
  const waiting = new Map<string, Set<ActionId>>();
  return {
    /** Whether it is this one’s turn; `queued`: it is told of by {@link leave}; `elsewhere`: another relay’s, ask again. */
    enter: async (held: Held): Promise<'mine' | 'queued' | 'elsewhere'> => {
      const key = planKey(held);
      const first = planning.get(key);
      if (first === undefined || first === held.row.id) {
        planning.set(key, held.row.id);
        return !turns || (await turns.enter(key, held.row.id)) ? 'mine' : 'elsewhere';
      }
      waiting.set(key, (waiting.get(key) ?? new Set()).add(held.row.id));
      return 'queued';
    },
    /** It is planned, or over. The next one, if there is one. */
    leave: (held: Held): ActionId | undefined => {
      const key = planKey(held);
      const queue = waiting.get(key);
      queue?.delete(held.row.id);
      if (planning.get(key) !== held.row.id) return undefined;
      planning.delete(key);
      turns?.leave(key, held.row.id);
      const [next] = queue ?? [];
      if (next === undefined) waiting.delete(key);
      else queue?.delete(next);
      return next;
    },
  };
};
