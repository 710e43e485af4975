import type { ActionId } from '@shopbell/protocol';
import type { ActionChange, ActionRow, Append } from '../store.ts';
import type { Connection } from './connection.ts';

/** The actions’ rows: one per action, at the step it is in. */
export interface ActionSteps {
  /** Whether the change may be made now; `null` when it may, else what is wrong. */
  objection: (change: ActionChange, conversation: number | null) => string | null;
  /** Writes it; to be called when there is no objection. */
  write: (change: ActionChange, append: Append, conversation: number) => void;
  find: (id: ActionId) => ActionRow | null;
  open: () => ActionRow[];
}

const stepSql = 'SELECT step, conversation FROM actions WHERE id = ?';
const moveSql = 'UPDATE actions SET step = ? WHERE id = ? AND step = ?';
const beginSql = `INSERT INTO actions (id, shop, conversation, name, version, title, input, audience, author, step, due_at)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;

type Row = Omit<ActionRow, 'input' | 'by' | 'dueAt'> & { input: string; author: string; due_at: number };

const rowOf = ({ input, author, due_at: dueAt, ...row }: Row): ActionRow => ({
  ...row,
  input: JSON.parse(input) as ActionRow['input'],
  by: JSON.parse(author) as ActionRow['by'],
  dueAt,
});

/** Actions over one connection. */
export const createActionSteps = (connection: Connection): ActionSteps => {
  const { build, prepare } = connection;
  const step = prepare(stepSql);
  const move = prepare(moveSql);
  const begin = prepare(beginSql);
  const rows = build
    .selectFrom('actions as a')
    .innerJoin('conversations as c', 'c.key', 'a.conversation')
    .select(['a.id', 'a.shop', 'c.id as conversation', 'a.name', 'a.version', 'a.title'])
    .select(['a.input', 'a.audience', 'a.author', 'a.step', 'a.due_at']);

  return {
    objection: ({ id, from, request }, conversation) => {
      const row = step.get(id) as { step: string; conversation: number } | undefined;
      if (from === null) {
        if (request === undefined) return 'An action begins with a request.';
        return row === undefined ? null : 'The action has begun already.';
      }
      if (row === undefined || row.conversation !== conversation) return 'There is no such action.';
      return row.step === from ? null : `The action is ${row.step}, no longer ${from}.`;
    },
    write: ({ id, from, to, request }, { shop, by }, conversation) => {
      if (from !== null || request === undefined) {
        move.run(to, id, from);
        return;
      }
      const { name, version, title, input, audience, dueAt } = request;
      const about = [name, version, title, JSON.stringify(input), audience];
      begin.run(id, shop, conversation, ...about, JSON.stringify(by), to, dueAt);
    },
    find: (id) => {
      const row = connection.first(rows.where('a.id', '=', id));
      return row === null ? null : rowOf(row);
    },
    open: () =>
      connection.all(rows.where('a.step', 'in', ['requested', 'running']).orderBy('a.due_at')).map(rowOf),
  };
};
