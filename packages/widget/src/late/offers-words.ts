import { wordsOf } from '@shopbell/look';
import type words from '../words/offers/en.json';

/** Forms, the queue, ratings, copies. `{}` is where a value goes. */
export type OffersWords = typeof words;

/** The words for a locale. */
export const offersWordsFor = (locale: string): OffersWords => wordsOf<OffersWords>('offers', locale);
