import { wordsOf } from '@shopbell/look';
import type words from '../words/articles/en.json';

/** Help articles. `{}` is where a value goes. */
export type ArticlesWords = typeof words;

/** The words for a locale. */
export const articlesWordsFor = (locale: string): ArticlesWords => wordsOf<ArticlesWords>('articles', locale);
