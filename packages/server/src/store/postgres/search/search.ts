import { setTimeout as sleep } from 'node:timers/promises';
import { createPace } from '../../search/pace.ts';
import type { Search } from '../../search/search.ts';
import { createPool } from '../pool.ts';
import { createSession, type Session, type SessionOptions } from '../session.ts';
import { findIn } from './find.ts';
import { followOnce } from './follow.ts';
import { createShopNumbers } from './shop-numbers.ts';

const searchesAtOnce = 2;
const waitingMost = 32;
const times = { connectMs: 3_000, statementMs: 3_000, answerMs: 4_000 };
const lookEveryMs = 500;
/** A twentieth of one connection’s time where much is stored, else a quarter: the database has more to do than this. */
const rests = { idleMs: lookEveryMs, busy: 19, free: 3 };
const latestSql = 'SELECT last_value AS latest FROM search_waiting_id_seq';
const troubleMs = 2_000;
const othersMs = 20;

const openFinders = (url: string) =>
  createPool({
    open: () =>
      createSession({
        url,
        times,
        prepare: async (ask) => {
          await ask({ text: 'SET enable_seqscan = off' });
          await ask({ text: 'SET jit = off' });
        },
      }),
    most: searchesAtOnce,
    waitingMost,
  });

/** Takes in what is stored, step by step, at its own pace until it is closed. */
const startFollowing = (follower: Session, step: () => Promise<number>): { close: () => void } => {
  const pace = createPace(rests);
  let isClosed = false;
  let timer: NodeJS.Timeout | null = null;

  /** How many stretches of entries have ever come to be indexed. */
  const latestOf = async (): Promise<number> => {
    const query = { name: 'search_latest', text: latestSql };
    const { rows } = await follower.use((ask) => ask<{ latest: number }>(query));
    return rows[0]?.latest ?? 0;
  };
  const plan = (waitMs: number): void => {
    if (isClosed) return;
    timer = setTimeout(() => void run(), waitMs).unref();
  };
  const run = async (): Promise<void> => {
    const startedAt = performance.now();
    try {
      const isDone = (await step()) === 0;
      const tookMs = performance.now() - startedAt;
      plan(pace({ isDone, tookMs, latest: await latestOf(), now: performance.now() }));
    } catch {
      plan(troubleMs);
    }
  };
  plan(lookEveryMs);
  return {
    close: () => {
      isClosed = true;
      if (timer) clearTimeout(timer);
    },
  };
};

/** Search in the database, and the indexing of what is stored, by whichever of its relays comes first. */
export const createSearch = ({
  url,
}: Pick<SessionOptions, 'url'>): Search & { close: () => Promise<void> } => {
  const numbers = createShopNumbers();
  const finders = openFinders(url);
  // What a crash of the server takes of the index is still waiting then, too.
  const follower = createSession({
    url,
    prepare: async (ask) => void (await ask({ text: 'SET synchronous_commit = off' })),
  });
  const follow = (): Promise<number> => follower.use((ask) => followOnce(ask, numbers));
  const following = startFollowing(follower, follow);

  const waitingSql = 'SELECT min(id) AS first, max(id) AS last FROM search_waiting';
  /** The numbers of what waits: the first and the last of it; `null`: nothing does. */
  const waiting = async () => {
    const { rows } = await follower.use((ask) =>
      ask<{ first: number | null; last: number | null }>({ text: waitingSql }),
    );
    return rows[0] ?? { first: null, last: null };
  };
  return {
    search: (shop, query) => finders.use((ask) => findIn(ask, numbers, { shop, query })),
    searchable: async () => {
      // What comes meanwhile is not waited for: it may never end. Another relay may be at it.
      const { last } = await waiting();
      const isLeft = async () => last !== null && ((await waiting()).first ?? Infinity) <= last;
      while (await isLeft()) if ((await follow()) === 0) await sleep(othersMs);
    },
    close: async () => {
      following.close();
      await Promise.all([finders.close(), follower.close()]);
    },
  };
};
