import { wordsOf } from '@shopbell/look';
import type words from '../words/history/en.json';

/** What stands above the messages. */
export type HistoryWords = typeof words;

/** The words for a locale. */
export const historyWordsFor = (locale: string): HistoryWords => wordsOf<HistoryWords>('history', locale);
