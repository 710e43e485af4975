import { wordsOf } from '@shopbell/look';
import type words from '../words/identity/en.json';

/** How a shopper proves a mail address. `{}` is where a value goes. */
export type IdentityWords = typeof words;

/** The words for a locale. */
export const identityWordsFor = (locale: string): IdentityWords => wordsOf<IdentityWords>('identity', locale);
