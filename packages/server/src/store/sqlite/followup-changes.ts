import { followupObjection, type FollowupAt, type FollowupChange } from '../followup-row.ts';
import { followupColumns } from '../followups.ts';
import type { Envelope } from '../store.ts';
import type { Connection } from './connection.ts';

/** The follow-ups’ rows as an append writes them. */
export interface FollowupChanges {
  /** Whether the change may be made now; `null` when it may, else what is wrong. */
  objection: (change: FollowupChange, conversation: number | null) => string | null;
  /** Writes it; to be called when there is no objection. */
  write: (
    change: FollowupChange,
    append: Pick<Envelope, 'shop' | 'by'>,
    where: { conversation: number; at: number },
  ) => void;
}

/** Follow-ups over one connection. */
export const createFollowupChanges = ({ build, prepare, run }: Connection): FollowupChanges => {
  const find = prepare('SELECT state, conversation FROM followups WHERE id = ?');
  const finish = prepare(`UPDATE followups SET state = 'done', done_at = ? WHERE id = ?`);
  return {
    objection: (change, conversation) =>
      followupObjection(change, find.get(change.id) as FollowupAt | undefined, conversation),
    write: ({ id, begin }, { shop, by }, where) => {
      if (begin === null) finish.run(where.at, id);
      else run(build.insertInto('followups').values(followupColumns(id, begin, { shop, by, ...where })));
    },
  };
};
