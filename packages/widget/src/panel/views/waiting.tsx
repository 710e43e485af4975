import type { JSX } from 'preact';
import type { Words } from '../words.ts';

/** In the place of a late part: that it comes; with `null`, that it cannot be had right now. */
export const Waiting = ({ late, words }: { late: null | undefined; words: Words }): JSX.Element => (
  <p class="bubble waiting">{late === null ? words.notLoaded : words.loading}</p>
);
