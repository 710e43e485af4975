import type { JSX } from 'preact';

/** The mark: a counter bell on a 24 × 24 grid, as one path. */
export const bellPath =
  'M10.2 5.6a1.8 1.8 0 1 1 2.8 1.5 8.7 8.7 0 0 1 7.7 8.4H3.3A8.7 8.7 0 0 1 11 7.1a1.8 1.8 0 0 1-.8-1.5ZM3.2 17.2h17.6a1.3 1.3 0 0 1 0 2.6H3.2a1.3 1.3 0 0 1 0-2.6Z';

/** The mark as a picture of `size` pixels in the colour of the text around it. Decoration: hidden from screen readers. */
export const Bell = ({ size }: { size: number }): JSX.Element => (
  <svg class="sb-bell" viewBox="0 0 24 24" width={size} height={size} aria-hidden="true" focusable="false">
    <path d={bellPath} fill="currentColor" />
  </svg>
);

/** The mark as an SVG file, for favicons. `fill` is a colour of CSS. */
export const bellSvg = (fill = '#8a5a00'): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="${fill}" d="${bellPath}"/></svg>`;
