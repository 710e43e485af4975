export { bellPath } from './bell-path.ts';
export { Bell, bellSvg } from './bell.tsx';
export { CardView, type CardViewProps } from './card-view.tsx';
export type { Chosen } from './choices-card.tsx';
export { accentProperties, contrastRatio, contrastText, isHexColour, readableOn } from './contrast.ts';
export {
  counted,
  formatBytes,
  formatDate,
  formatDateTime,
  formatDay,
  formatList,
  formatMoney,
  formatNumber,
  formatTime,
  isSameDay,
  knownLocale,
} from './formats.ts';
export { cardWordsFor, type CardWords } from './card-words.ts';
export {
  addWords,
  directionOf,
  fill,
  hasWords,
  languageOf,
  languages,
  wordsOf,
  type Forms,
  type Table,
} from './words.ts';
export { State, type Tone } from './card-parts.tsx';
export { Prose } from './prose/prose-view.tsx';
export { webUrl } from './web-url.ts';
