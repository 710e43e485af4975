import { useEffect, useState } from 'preact/hooks';
import { learnParts } from './speech.ts';

/**
 * What the panel fetches when it is first needed. A part is one line of `parts` below: its module, and the words it
 * speaks (`'emoji'` for those in src/words/emoji/<language>.json; its own `wordsOf('emoji', locale)` reads them).
 * The build makes a file of each. It shares what the panel has (Preact, look, client), the very same instances.
 *
 *   const emoji = useLate('emoji');                               ← in a view
 *   return emoji ? <emoji.Picker /> : <Waiting late={emoji} words={words} />;
 *
 *   const { openTabs } = await fetchLate('tabs');                 ← anywhere else
 */
const part = <M>(load: () => Promise<M>, ...words: string[]) => ({ load, words });
const parts = {
  articles: part(() => import('../late/articles.tsx'), 'articles'),
  cards: part(() => import('../late/cards.tsx'), 'cards'),
  files: part(() => import('../late/files.ts'), 'files'),
  cart: part(() => import('../late/tell-cart.ts')),
  history: part(() => import('../late/history.ts'), 'history'),
  html: part(() => import('../late/safe-html.ts')),
  net: part(() => import('../net/net.ts')),
  offers: part(() => import('../late/offers.tsx'), 'offers'),
  said: part(() => import('../late/said.tsx')),
  talks: part(() => import('../late/talks.tsx'), 'talks'),
  story: part(() => import('../late/story.tsx'), 'cards', 'story', 'identity'),
};

type Name = keyof typeof parts;
type Module<N extends Name> = Awaited<ReturnType<(typeof parts)[N]['load']>>;

const againMs = 5_000;
const coming = new Map<Name, Promise<unknown>>();
const here = new Map<Name, unknown>();
const failed = new Set<Name>();
const listeners = new Set<() => void>();

const tell = (): void => {
  for (const listener of listeners) listener();
};

const fetchUntilHere = async (name: Name): Promise<unknown> => {
  for (;;) {
    try {
      const { load, words } = parts[name];
      const [module] = await Promise.all([load(), learnParts(words)]);
      here.set(name, module);
      tell();
      return module;
    } catch {
      // Offline, or the relay is being replaced.
      failed.add(name);
      tell();
      await new Promise((resolve) => setTimeout(resolve, againMs));
    }
  }
};

/** Fetches a part and its words, once; where that fails, again every few seconds until it is there. */
export const fetchLate = <N extends Name>(name: N): Promise<Module<N>> => {
  const promise = coming.get(name) ?? fetchUntilHere(name);
  coming.set(name, promise);
  return promise as Promise<Module<N>>;
};

/** A part for a view, fetched when first asked for: `undefined` until it is there, `null` while it cannot be had. */
export const useLate = <N extends Name>(name: N): Module<N> | null | undefined => {
  const [, count] = useState(0);
  useEffect(() => {
    const listener = (): void => count((before) => before + 1);
    listeners.add(listener);
    void fetchLate(name);
    return () => void listeners.delete(listener);
  }, []);
  return (here.get(name) as Module<N> | undefined) ?? (failed.has(name) ? null : undefined);
};
