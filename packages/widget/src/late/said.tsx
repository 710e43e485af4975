import css from '@shopbell/look/prose.css?inline';
import { addStyles } from './add-styles.ts';

addStyles(css);

/** A message’s words with what is bold, slanted, code, listed and linked in them. */
export { Prose } from '@shopbell/look';
export { withoutMarks } from '@shopbell/protocol/prose';
