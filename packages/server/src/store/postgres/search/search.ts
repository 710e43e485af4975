import { setTimeout as sleep } from 'node:timers/promises';
import type { Search } from '../../search/search.ts';
import { createPool } from '../pool.ts';
import { createSession, type SessionOptions } from '../session.ts';
import { findIn } from './find.ts';
import { followOnce } from './follow.ts';
import { createShopNumbers } from './shop-numbers.ts';

const searchesAtOnce = 2;
const waitingMost = 32;
const times = { connectMs: 3_000, statementMs: 3_000, answerMs: 4_000 };
const lookEveryMs = 500;
const troubleMs = 2_000;
const othersMs = 20;
/** It rests three times as long as it worked: the database has more to do than this. */
const rest = 3;

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
  let isClosed = false;
  let timer: NodeJS.Timeout | null = null;

  const follow = (): Promise<number> => follower.use((ask) => followOnce(ask, numbers));
  const plan = (waitMs: number): void => {
    if (isClosed) return;
    timer = setTimeout(() => void run(), waitMs).unref();
  };
  const run = async (): Promise<void> => {
    const startedAt = performance.now();
    const count = await follow().catch(() => null);
    if (count === null) plan(troubleMs);
    else plan(count === 0 ? lookEveryMs : (performance.now() - startedAt) * rest);
  };
  plan(lookEveryMs);

  const isWaiting = async (): Promise<boolean> => {
    const text = 'SELECT EXISTS (SELECT 1 FROM search_waiting) AS "isWaiting"';
    const { rows } = await follower.use((ask) => ask<{ isWaiting: boolean }>({ text }));
    return rows[0]?.isWaiting ?? false;
  };
  return {
    search: (shop, query) => finders.use((ask) => findIn(ask, numbers, { shop, query })),
    searchable: async () => {
      // Another relay may be at it.
      while (await isWaiting()) if ((await follow()) === 0) await sleep(othersMs);
    },
    close: async () => {
      isClosed = true;
      if (timer) clearTimeout(timer);
      await Promise.all([finders.close(), follower.close()]);
    },
  };
};
