import { bellPath } from '@shopbell/look';

/** The most that a favicon can show. */
const badgeMax = 99;

/** The bell as a favicon, with a count when somebody waits. A `data:` address of an SVG. */
export const badgeAddress = (waiting: number): string => {
  const label = waiting > badgeMax ? `${badgeMax}+` : String(waiting);
  const width = 8 + label.length * 5;
  const count = `<rect x="${24 - width}" y="11" width="${width}" height="13" rx="6" fill="#a12622"/><text x="${24 - width / 2}" y="21" font-family="system-ui,sans-serif" font-size="10" font-weight="700" fill="#fff" text-anchor="middle">${label}</text>`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="#8a5a00" d="${bellPath}"/>${waiting > 0 ? count : ''}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
};

/** Shows in the tab how many wait: in the title and on the bell. */
export const showWaiting = (page: Document, title: string, waiting: number): void => {
  page.title = title;
  page.querySelector('link[rel=icon]')?.setAttribute('href', badgeAddress(waiting));
};
