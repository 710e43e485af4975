import { addStyles } from './add-styles.ts';
import css from './articles.css?inline';

addStyles(css);

export { ArticlesView } from './articles-view.tsx';
