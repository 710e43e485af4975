import { wordsOf } from '@shopbell/look';
import type words from '../words/story/en.json';

/** How an action with a plan is told. `{}` is where a value goes. */
export type StoryWords = typeof words;

/** The words for a locale. */
export const storyWordsFor = (locale: string): StoryWords => wordsOf<StoryWords>('story', locale);
