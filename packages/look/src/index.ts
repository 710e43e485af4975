export { bellPath } from './bell-path.ts';
export { Bell, bellSvg } from './bell.tsx';
export { CardView, type CardViewProps } from './card-view.tsx';
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
export { webUrl } from './web-url.ts';
