import { heldObjection, type HeldAt, type HeldChange } from '../held-row.ts';
import { heldColumns } from '../held.ts';
import type { Envelope } from '../store.ts';
import type { Connection } from './connection.ts';

/** The drafts’ rows as an append writes them. */
export interface HeldChanges {
  /** Whether the change may be made now; `null` when it may, else what is wrong. */
  objection: (change: HeldChange, conversation: number | null) => string | null;
  /** Writes it; to be called when there is no objection. */
  write: (
    change: HeldChange,
    append: Pick<Envelope, 'shop' | 'by'>,
    where: { conversation: number; at: number },
  ) => void;
}

/** Drafts over one connection. */
export const createHeldChanges = ({ build, prepare, run }: Connection): HeldChanges => {
  const find = prepare('SELECT state, conversation FROM drafts WHERE id = ?');
  const end = prepare('UPDATE drafts SET state = ? WHERE id = ?');
  return {
    objection: (change, conversation) =>
      heldObjection(change, find.get(change.id) as HeldAt | undefined, conversation),
    write: (change, { shop, by }, where) => {
      if (change.begin === null) end.run(change.end, change.id);
      else
        run(build.insertInto('drafts').values(heldColumns(change.id, change.begin, { shop, by, ...where })));
    },
  };
};
