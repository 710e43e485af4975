import type { Append, Store } from '@shopbell/server';
import { dieAt } from './hits.ts';

/** When a relay is killed: before a transition is committed, before anybody hears of it, or right after the reply. */
export const points = ['before commit', 'before reply', 'before delivery'] as const;
/** The same, and between the statements of a transaction and its commit. */
export type Point = (typeof points)[number] | 'in the transaction';

/**
 * Where a relay is killed: at the `after`th commit in which an action comes to a step. `lease`: it moves without an entry.
 * `message`: a message is stored.
 */
export type Failpoint = { step: string; point: Point; after: number };

const actionsAt = (batch: readonly Append[], step: string): string[] =>
  step === 'message'
    ? batch.flatMap(({ nonce, drafts }) => (drafts.some(({ type }) => type === 'message') ? [nonce] : []))
    : batch.flatMap(({ action }) => (action?.to === step ? [action.id] : []));

/** A store in which the relay on it dies where it is told to. */
export const withFailpoint = (store: Store, failpoint: Failpoint | null): Store => {
  if (failpoint === null) return store;
  const { step, point, after } = failpoint;
  let left = after;

  /** Dies there, if this is the place. */
  const reach = (here: Point, actions: readonly string[]): void => {
    if (here !== point || actions.length === 0 || left > 0) return;
    const die = (): never => dieAt({ at: step, actions });
    // The replies of this commit are written before the next tick, what is told to others after it.
    if (point === 'before delivery') process.nextTick(die);
    else die();
  };
  const around = async <T>(actions: readonly string[], work: () => Promise<T>): Promise<T> => {
    if (actions.length > 0) left -= 1;
    reach('before commit', actions);
    const result = await work();
    reach('before reply', actions);
    reach('before delivery', actions);
    return result;
  };
  return {
    ...store,
    append: (batch) => around(actionsAt(batch, step), () => store.append(batch)),
    progressAction: (id, progress) =>
      around(step === 'lease' ? [id] : [], () => store.progressAction(id, progress)),
  };
};
