import type { ActionId } from '@shopbell/protocol';
import { begunColumns, movedColumns } from '../action-columns.ts';
import { begun, type ActionChange, type ActionProgress } from '../action-row.ts';
import { actionObjection, type ActionAt } from '../objections.ts';
import type { Envelope } from '../store.ts';
import type { Connection } from './connection.ts';

/** The actions’ rows as they are written: one per action, at the step it is in. */
export interface ActionSteps {
  /** Whether the change may be made now; `null` when it may, else what is wrong. */
  objection: (change: ActionChange, conversation: number | null) => string | null;
  /** Writes it; to be called when there is no objection. */
  write: (change: ActionChange, append: Pick<Envelope, 'shop' | 'by'>, conversation: number) => void;
  /** Moves it without an entry. Whether it was where it was thought to be. */
  progress: (id: ActionId, progress: ActionProgress) => boolean;
}

const stepSql = 'SELECT step, revision, conversation FROM actions WHERE id = ?';
const namesOf = (columns: object): string[] => Object.keys(columns);
const moved = namesOf(movedColumns(begun(0)));
const moveSql = `UPDATE actions SET ${moved.map((name) => `${name} = ?`).join(', ')} WHERE id = ? AND revision = ?`;

/** Actions over one connection. */
export const createActionSteps = (connection: Connection): ActionSteps => {
  const { build, prepare, run } = connection;
  const step = prepare(stepSql);
  const move = prepare(moveSql);
  const progress = (id: ActionId, next: ActionProgress): boolean =>
    Number(move.run(...Object.values(movedColumns(next)), id, next.revision - 1).changes) === 1;

  return {
    objection: (change, conversation) =>
      actionObjection(change, step.get(change.id) as ActionAt | undefined, conversation),
    write: ({ id, from, request, progress: next }, { shop, by }, conversation) => {
      if (from !== null || request === undefined) {
        if (next !== undefined) progress(id, next);
        return;
      }
      run(build.insertInto('actions').values(begunColumns(id, request, { shop, by, conversation })));
    },
    progress,
  };
};
