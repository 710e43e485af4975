export { bellPath } from './bell-path.ts';
export { Bell, bellSvg } from './bell.tsx';
export { CardView } from './card-view.tsx';
export { FrequentCardView, type CardViewProps } from './frequent-card-view.tsx';
export type { RareCard } from './rare-card-view.tsx';
export type { Chosen } from './choices-card.tsx';
export { accentProperties, contrastRatio, contrastText, isHexColour, readableOn } from './contrast.ts';
export {
  formatDate,
  formatDateTime,
  formatDay,
  formatMoney,
  formatNumber,
  formatTime,
  isSameDay,
  knownLocale,
} from './formats.ts';
export { cardLabels, fill } from './labels.ts';
export { State, type Tone } from './card-parts.tsx';
export { webUrl } from './web-url.ts';
