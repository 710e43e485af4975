import css from '@shopbell/look/cards.css?inline';
import { addStyles } from './add-styles.ts';

addStyles(css);

export { CardView } from '@shopbell/look';
