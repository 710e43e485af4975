import { addStyles } from '../late/add-styles.ts';
import css from './orders.css?inline';

addStyles(css);

export { OrderView } from './order-view.tsx';
