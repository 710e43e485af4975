import { wordsOf } from '@shopbell/look';
import type words from '../words/panel/en.json';

/** Every word of the panel. `{}` is where a value goes. */
export type Words = typeof words;

/** The panel’s words for a locale. */
export const wordsFor = (locale: string): Words => wordsOf<Words>('panel', locale);
