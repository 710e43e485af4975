import type { JSX } from 'preact';
import { bellPath } from './bell-path.ts';

/** The mark as a picture of `size` pixels in the colour of the text around it. Decoration: hidden from screen readers. */
export const Bell = ({ size }: { size: number }): JSX.Element => (
  <svg class="sb-bell" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true" focusable="false">
    <path d={bellPath} fill="currentColor" />
  </svg>
);

/** The mark as an SVG file, for favicons. `fill` is a colour of CSS. */
export const bellSvg = (fill = '#8a5a00'): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="${fill}" d="${bellPath}"/></svg>`;
