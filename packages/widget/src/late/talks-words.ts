import { wordsOf } from '@shopbell/look';
import type words from '../words/talks/en.json';

/** The list of conversations. `{}` is where a value goes. */
export type TalksWords = typeof words;

/** The words for a locale. */
export const talksWordsFor = (locale: string): TalksWords => wordsOf<TalksWords>('talks', locale);
