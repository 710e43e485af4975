import { fetchPart, part, usePart, type Part } from './part.ts';

/**
 * What the panel fetches when it is first needed. A part is one line of `parts` below: its module, and the words it
 * speaks (`'story'` for those in src/words/story/<language>.json; its own `wordsOf('story', locale)` reads them).
 * The build makes a file of each. It shares what the panel has (Preact, look, client), the very same instances.
 * What only a late part needs is a `part` of that one’s own: the panel need not know it.
 *
 *   const story = useLate('story');                               ← in a view
 *   return story ? <story.StoryView /> : <Waiting late={story} words={words} />;
 *
 *   const { openTabs } = await fetchLate('tabs');                 ← anywhere else
 */
const parts = {
  articles: part(() => import('../late/articles.tsx'), 'articles'),
  cards: part(() => import('../late/cards.tsx'), 'cards'),
  files: part(() => import('../late/files.ts'), 'files'),
  cart: part(() => import('../late/tell-cart.ts')),
  history: part(() => import('../late/history.ts'), 'history'),
  net: part(() => import('../net/net.ts')),
  offers: part(() => import('../late/offers.tsx'), 'offers'),
  said: part(() => import('../late/said.tsx')),
  talks: part(() => import('../late/talks.tsx'), 'talks'),
  story: part(() => import('../late/story.tsx'), 'cards', 'story', 'identity'),
};

type Name = keyof typeof parts;
type Module<N extends Name> = Awaited<ReturnType<(typeof parts)[N]['load']>>;

const named = <N extends Name>(name: N): Part<Module<N>> => parts[name] as Part<unknown> as Part<Module<N>>;

/** Fetches a part and its words, once; where that fails, again every few seconds until it is there. */
export const fetchLate = <N extends Name>(name: N): Promise<Module<N>> => fetchPart(named(name));

/** A part for a view, fetched when first asked for: `undefined` until it is there, `null` while it cannot be had. */
export const useLate = <N extends Name>(name: N): Module<N> | null | undefined => usePart(named(name));
