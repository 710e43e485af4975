import { DatabaseSync } from 'node:sqlite';
import { attempt, attemptAsync } from '../engine.ts';
import type { FoundPage, Search, SearchQuery } from '../../search/search.ts';
import { createFind } from './find.ts';
import { createFollower } from './follow.ts';
import { openIndexFile } from './index-file.ts';

/** The index of a database, open beside it. */
export interface IndexBeside {
  find: (shop: string, query: SearchQuery) => FoundPage;
  /** Takes in some of what is new. Whether there is nothing left. */
  step: () => boolean;
  /** The key of the latest entry. */
  latest: () => number;
  /** Takes in all of it. */
  catchUp: () => void;
  close: () => void;
}

const inMemory = ':memory:';

const beside = (source: DatabaseSync, index: DatabaseSync): Omit<IndexBeside, 'close'> => {
  const { step, latest, settle } = createFollower(source, index);
  const stepSettled = (): boolean => {
    const isDone = step();
    if (isDone) settle();
    return isDone;
  };
  return {
    find: createFind(source, index),
    step: stepSettled,
    latest,
    catchUp: () => {
      while (!stepSettled());
    },
  };
};

/** Opens the index of a database file, of which somebody else is the writer. */
export const openIndexBeside = (file: string): IndexBeside => {
  const source = attempt(() => new DatabaseSync(file, { readOnly: true, timeout: 1_000 }));
  try {
    const index = openIndexFile(file);
    return {
      ...beside(source, index),
      close: () => {
        index.close();
        source.close();
      },
    };
  } catch (error) {
    source.close();
    throw error;
  }
};

/** Search on a connection of one’s own, the index in memory: what is new is taken in when something is looked for. */
export const createLocalSearch = (source: DatabaseSync): Search & { close: () => void } => {
  let local: ({ index: DatabaseSync } & Omit<IndexBeside, 'close'>) | null = null;
  const opened = () => {
    if (local) return local;
    const index = openIndexFile(inMemory);
    local = { index, ...beside(source, index) };
    return local;
  };
  return {
    search: (shop, query) =>
      attemptAsync(() => {
        const { catchUp, find } = opened();
        catchUp();
        return find(shop, query);
      }),
    searchable: () => attemptAsync(() => opened().catchUp()),
    close: () => {
      local?.index.close();
      local = null;
    },
  };
};
