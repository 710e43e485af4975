import { wordsOf } from '@shopbell/look';
import type words from '../words/emoji/en.json';

/** The picker of emojis; `terms` are what they are searched by, in words with blanks between. `{}` is where a value goes. */
export type EmojiWords = typeof words;

/** The words for a locale. */
export const emojiWordsFor = (locale: string): EmojiWords => wordsOf<EmojiWords>('emoji', locale);
