import type { ConversationId } from '@shopbell/protocol';
import type { Session } from './session.ts';

const markSql = (column: string) => `UPDATE conversations SET ${column} = LEAST($2, last_public_seq)
  WHERE id = $1 AND ${column} < LEAST($2, last_public_seq)`;
const statements = { shopper: markSql('seen_public_seq'), staff: markSql('read_public_seq') };

/**
 * Read positions. They are signals: written at once, by a session that does not wait for the disk. A crash of the
 * server may take back the last moments of them.
 */
export const createMarks =
  (session: Session) =>
  async (id: ConversationId, side: 'shopper' | 'staff', publicSeq: number): Promise<boolean> => {
    const query = { name: `mark_${side}`, text: statements[side], values: [id, publicSeq] };
    return (await session.use((ask) => ask(query))).count === 1;
  };
