import { readEntry, type AnyEntry } from '@shopbell/protocol';
import { lineOf } from './lines.ts';
import type { WaitOptions } from './types.ts';

/** What somebody has seen so far, and what they wait to see. */
export type Sightings = {
  readonly entries: readonly AnyEntry[];
  add: (entry: AnyEntry) => void;
  lines: () => string[];
  /** What `find` finds, now or as soon as there is an entry more. Rejects in time, saying what was seen instead. */
  until: <T>(what: string, find: () => T | undefined, options?: WaitOptions) => Promise<T>;
};

const patienceMs = 4_000;

/** Rejects with `explain()` when the promise takes longer than that. */
export const inTime = async <T>(promise: Promise<T>, explain: () => string, ms = patienceMs): Promise<T> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error(`Waited ${ms} ms in vain for ${explain()}`)), ms);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
};

/** Lines of a transcript, as an error tells them. */
export const told = (lines: readonly string[]): string =>
  lines.length === 0 ? 'Nothing was seen.' : `This was seen:\n${lines.join('\n').replaceAll(/^/gm, '  ')}`;

/** Makes the eyes of one reader. */
export const createSightings = (): Sightings => {
  const entries: AnyEntry[] = [];
  const looking = new Set<() => void>();
  const lines = (): string[] => entries.map(lineOf);

  const look = async <T>(find: () => T | undefined, seen: AbortSignal): Promise<T> => {
    const found = find();
    if (found !== undefined) return found;
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const again = (): void => {
      try {
        const now = find();
        if (now !== undefined) resolve(now);
      } catch (error) {
        reject(error);
      }
    };
    looking.add(again);
    seen.addEventListener('abort', () => looking.delete(again));
    return promise;
  };

  return {
    entries,
    lines,
    add: (wire) => {
      const entry = readEntry(wire);
      if (entry === null) return;
      entries.push(entry);
      for (const again of looking) again();
    },
    until: async (what, find, { withinMs } = {}) => {
      const over = new AbortController();
      try {
        return await inTime(look(find, over.signal), () => `${what}. ${told(lines())}`, withinMs);
      } finally {
        over.abort();
      }
    },
  };
};
