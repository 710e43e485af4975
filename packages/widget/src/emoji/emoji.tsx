import { addStyles } from '../late/add-styles.ts';
import css from './emoji.css?inline';

addStyles(css);

export { Picker } from './picker.tsx';
