import { wordsOf } from '@shopbell/look';
import type words from '../words/files/en.json';

/** What is said about files. `{}` is where a value goes. */
export type FilesWords = typeof words;

/** The words for a locale. */
export const filesWordsFor = (locale: string): FilesWords => wordsOf<FilesWords>('files', locale);
