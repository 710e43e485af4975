import { addStyles } from './add-styles.ts';
import css from './offers.css?inline';

addStyles(css);

export { FormCardView } from './form-card-view.tsx';
export { OffersView } from './offers-view.tsx';
