import { useEffect, useState } from 'preact/hooks';
import { learnParts } from './speech.ts';

/** Something fetched when it is first needed: its module, and the words it speaks. */
export type Part<M> = { load: () => Promise<M>; words: readonly string[] };

/** A part, by how its module is loaded and the names of its words. */
export const part = <M>(load: () => Promise<M>, ...words: string[]): Part<M> => ({ load, words });

const againMs = 5_000;
const coming = new Map<Part<unknown>, Promise<unknown>>();
const here = new Map<Part<unknown>, unknown>();
const failed = new Set<Part<unknown>>();
const listeners = new Set<() => void>();

const tell = (): void => {
  for (const listener of listeners) listener();
};

const fetchUntilHere = async (wanted: Part<unknown>): Promise<unknown> => {
  for (;;) {
    try {
      const [module] = await Promise.all([wanted.load(), learnParts(wanted.words)]);
      here.set(wanted, module);
      tell();
      return module;
    } catch {
      // Offline, or the relay is being replaced.
      failed.add(wanted);
      tell();
      await new Promise((resolve) => setTimeout(resolve, againMs));
    }
  }
};

/** Fetches a part and its words, once; where that fails, again every few seconds until it is there. */
export const fetchPart = <M>(wanted: Part<M>): Promise<M> => {
  const promise = coming.get(wanted) ?? fetchUntilHere(wanted);
  coming.set(wanted, promise);
  return promise as Promise<M>;
};

/** A part for a view, fetched when first asked for: `undefined` until it is there, `null` while it cannot be had. */
export const usePart = <M>(wanted: Part<M>): M | null | undefined => {
  const [, count] = useState(0);
  useEffect(() => {
    const listener = (): void => count((before) => before + 1);
    listeners.add(listener);
    void fetchPart(wanted);
    return () => void listeners.delete(listener);
  }, []);
  return (here.get(wanted) as M | undefined) ?? (failed.has(wanted) ? null : undefined);
};
