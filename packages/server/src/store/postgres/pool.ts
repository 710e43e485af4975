import { refuse } from '@shopbell/protocol';
import type { Ask, Session } from './session.ts';

/** A few sessions, whoever is free takes the next work. */
export interface Pool {
  use: <T>(work: (ask: Ask) => Promise<T>) => Promise<T>;
  close: () => Promise<void>;
}

type PoolOptions = {
  open: () => Session;
  /** How many sessions at most. */
  most: number;
  /** How much work may wait for one; beyond it is `unavailable`, at once. */
  waitingMost: number;
};

const tooMany = () =>
  refuse('unavailable', 'The relay’s storage has more to do than it can. Try again in a moment.', {
    retryAfterMs: 1_000,
  });

/** Makes a pool; sessions are opened as they are needed. */
export const createPool = ({ open, most, waitingMost }: PoolOptions): Pool => {
  const sessions = new Set<Session>();
  const free: Session[] = [];
  const waiting: ((session: Session) => void)[] = [];
  let isClosed = false;

  const take = async (): Promise<Session> => {
    if (isClosed) throw refuse('unavailable', 'The store is closed.');
    const idle = free.pop();
    if (idle) return idle;
    if (sessions.size < most) {
      const session = open();
      sessions.add(session);
      return session;
    }
    if (waiting.length >= waitingMost) throw tooMany();
    return new Promise((resolve) => void waiting.push(resolve));
  };
  const giveBack = (session: Session): void => {
    const next = waiting.shift();
    if (next) next(session);
    else free.push(session);
  };

  return {
    use: async (work) => {
      const session = await take();
      try {
        return await session.use(work);
      } finally {
        giveBack(session);
      }
    },
    close: async () => {
      isClosed = true;
      await Promise.all([...sessions].map((session) => session.close()));
    },
  };
};
