import type { ConversationId } from '@shopbell/protocol';
import type { Connection } from './connection.ts';

type Side = 'shopper' | 'staff';
type Mark = Record<Side, number>;

/**
 * Read positions. They are signals: moved in memory, written with the next commit or within a second, so that reading
 * costs nobody a write to the disk. A crash may take back the last second of them.
 */
export interface Marks {
  /** Moves forward, never back nor past the last entry. Whether it moved. */
  move: (id: ConversationId, side: Side, publicSeq: number) => boolean;
  /** The positions not yet written, for readers of rows. */
  unwritten: (id: ConversationId) => Mark | undefined;
  /** Writes them, inside the transaction under way or in one of its own. */
  write: () => void;
  /** After the commit of what {@link write} wrote. */
  settle: () => void;
  /** Stops writing by itself. */
  stop: () => void;
}

const writeWithinMs = 1_000;
const updateSql = `UPDATE conversations SET seen_public_seq = MAX(seen_public_seq, ?),
  read_public_seq = MAX(read_public_seq, ?) WHERE id = ?`;
const findSql = `SELECT seen_public_seq AS shopper, read_public_seq AS staff, last_public_seq AS last
  FROM conversations WHERE id = ?`;

/** Marks over one connection. */
export const createMarks = (connection: Connection): Marks => {
  const update = connection.prepare(updateSql);
  const find = connection.prepare(findSql);
  const waiting = new Map<ConversationId, Mark>();
  let timer: NodeJS.Timeout | null = null;

  const write = (): void => {
    for (const [id, { shopper, staff }] of waiting) update.run(shopper, staff, id);
  };
  const settle = (): void => {
    waiting.clear();
    if (timer) clearTimeout(timer);
    timer = null;
  };
  const writeAlone = (): void => {
    timer = null;
    try {
      connection.transaction(write);
      settle();
    } catch {
      // A full or busy disk: they stay in memory and go with the next commit.
      plan();
    }
  };
  const plan = (): void => {
    timer ??= setTimeout(writeAlone, writeWithinMs).unref();
  };

  return {
    move: (id, side, publicSeq) => {
      const row = find.get(id) as (Mark & { last: number }) | undefined;
      if (row === undefined) return false;
      const { shopper, staff } = waiting.get(id) ?? row;
      const to = Math.min(publicSeq, row.last);
      if (to <= (side === 'shopper' ? shopper : staff)) return false;
      waiting.set(id, side === 'shopper' ? { shopper: to, staff } : { shopper, staff: to });
      plan();
      return true;
    },
    unwritten: (id) => waiting.get(id),
    write,
    settle,
    stop: () => {
      if (timer) clearTimeout(timer);
    },
  };
};
