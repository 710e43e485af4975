import { addStyles } from './add-styles.ts';
import css from './talks.css?inline';

addStyles(css);

export { TalksButton } from './talks-button.tsx';
export { Talks } from './talks-view.tsx';
