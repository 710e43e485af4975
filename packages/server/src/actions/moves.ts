import { refuse, type Author } from '@shopbell/protocol';
import { times } from '@shopbell/protocol/limits';
import type { Decide } from '../log/decide.ts';
import type { Appended } from '../log/log.ts';
import { advance, type ActionEvent } from '../rules/action-machine.ts';
import { decideActionSteps, type StepDetails } from '../rules/actions.ts';
import { conflict } from '../rules/decision.ts';
import type { ActionProgress, ActionRow } from '../store/action-row.ts';
import { newId } from '../store/ids.ts';
import type { Store } from '../store/store.ts';

/** What moves an action, and what is written down with it. */
export type Move = { event: ActionEvent; by: Author; details?: StepDetails };

/** An answer of a person to a plan, under the nonce they chose. `body` is what they sent. */
export type PersonsMove = Move & { nonce: string; body: string };

type Options = { store: Pick<Store, 'progressAction'>; decide: Decide; now: () => number };

/** Moves actions: each transition with its entries in one transaction. */
export const createMoves = ({ store, decide, now }: Options) => {
  const advanced = (row: ActionRow, event: ActionEvent) => advance(row, row, { event, time: now() });

  /** As the relay or an office moves it; `conflict` where it cannot. */
  const move = async (row: ActionRow, { event, by, details = {} }: Move): Promise<ActionProgress> => {
    const transition = advanced(row, event);
    if (!transition.ok) throw refuse('conflict', transition.message);
    const { next } = transition;
    const { id, shop, conversation } = row;
    const body = `${next.step} ${next.revision} ${id}`;
    const followup = { id: newId('flw'), dueAt: now() + times.followupDueMs };
    const decision = decideActionSteps(row, transition, { ...details, body, followup });
    if (decision) {
      const nonce = `${next.step}_${next.revision}_${id}`;
      await decide({ shop, conversation, by, nonce }, () => decision);
    } else if (!(await store.progressAction(id, next))) {
      throw refuse('conflict', 'The action has changed meanwhile.');
    }
    return next;
  };

  /** As a person moves it. `next` is `null` when they had done so before. */
  const answer = async (
    row: ActionRow,
    { event, by, nonce, body, details = {} }: PersonsMove,
  ): Promise<{ appended: Appended; next: ActionProgress | null }> => {
    const transition = advanced(row, event);
    const { shop, conversation } = row;
    const decision = transition.ok ? decideActionSteps(row, transition, { ...details, body }) : null;
    const message = transition.ok ? 'That changes nothing.' : transition.message;
    const appended = await decide(
      { shop, conversation, by, nonce },
      () => decision ?? conflict(message, body),
    );
    return { appended, next: appended.repeated || !transition.ok ? null : transition.next };
  };

  return { move, answer };
};
