import { wordsOf } from './words.ts';
import type words from './words/cards/en.json';

/** Every word on the cards. */
export type CardWords = typeof words;

/** The words on the cards for a locale. */
export const cardWordsFor = (locale: string): CardWords => wordsOf<CardWords>('cards', locale);
