import { keptTexts, withText } from './drafts.ts';
import type { Keeping } from '../panel/keeping.ts';

/** So many are remembered: two rows. */
const recentMax = 14;
/** No conversation has such an id. */
const place = 'emojis';

/** The emojis used last, the newest first. */
export const recentEmojis = (keeping: Keeping): string[] =>
  (keptTexts(keeping.drafts)[place] ?? '').split(' ').filter((each) => each !== '');

/** Remembers one, beside the unsent texts: it is kept, and forgotten, as they are. */
export const rememberEmoji = (keeping: Keeping, emoji: string): void => {
  const others = recentEmojis(keeping).filter((each) => each !== emoji);
  const all = [emoji, ...others].slice(0, recentMax);
  keeping.setDrafts(withText(keptTexts(keeping.drafts), place, all.join(' ')));
};
