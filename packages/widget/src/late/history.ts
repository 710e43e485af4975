/** What was said earlier, fetched and drawn as the shopper scrolls up. */
export { Earlier } from './earlier.tsx';
