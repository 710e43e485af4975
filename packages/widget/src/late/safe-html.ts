import DOMPurify from 'dompurify';
import { attributes, tags, tidyHtml } from './tidy-html.ts';

/**
 * The one place where HTML is parsed: what a shop wrote as a help article.
 *
 *   text → written anew (tidy-html.ts) → DOMPurify (parses in a document of its own, with the one policy this frame's CSP names) → nodes
 *        → links, pictures, headings and wide things made ours → nodes for the panel
 *
 * What is safe is never written out and parsed again: nothing can turn into something else on the way.
 */

const ways = new Set(['https:', 'mailto:', 'tel:']);

type Made = {
  /** Where pictures may come from; of all others only the words in their place are shown. */
  origins: readonly string[];
  /** Read out after a link. */
  opensNewTab: string;
};

const addressOf = (element: Element, name: string): URL | null => {
  const written = element.getAttribute(name) ?? '';
  return URL.canParse(written) ? new URL(written) : null;
};

const makeLink = (link: HTMLAnchorElement, { opensNewTab }: Made): void => {
  const address = addressOf(link, 'href');
  link.removeAttribute('href');
  if (!address || !ways.has(address.protocol)) return;
  link.setAttribute('href', address.href);
  if (address.protocol !== 'https:') return;
  link.setAttribute('target', '_blank');
  link.relList.add('noopener', 'nofollow', 'noreferrer');
  const told = link.ownerDocument.createElement('span');
  told.className = 'sb-hidden';
  told.textContent = ` (${opensNewTab})`;
  link.append(told);
};

const makePicture = (picture: Element, { origins }: Made): void => {
  const address = addressOf(picture, 'src');
  if (!address || !origins.includes(address.origin))
    return picture.replaceWith(picture.getAttribute('alt') ?? '');
  picture.setAttribute('src', address.href);
  picture.setAttribute('loading', 'lazy');
  if (!picture.hasAttribute('alt')) picture.setAttribute('alt', '');
};

/** The article's own title is an h2: the highest heading in it becomes an h3, the others follow. */
const makeHeadings = (content: DocumentFragment): void => {
  const headings = [...content.querySelectorAll('h1, h2, h3, h4, h5, h6')];
  const levelOf = ({ localName }: Element): number => Number(localName.slice(1));
  const highest = Math.min(...headings.map(levelOf));
  for (const heading of headings) {
    const level = Math.min(6, levelOf(heading) - highest + 3);
    const made = heading.ownerDocument.createElement(`h${level}`);
    made.append(...heading.childNodes);
    heading.replaceWith(made);
  }
};

/** What may be wider than the panel is scrolled by itself, by keyboard, too. */
const makeScroll = (wide: Element): void => {
  const scroller = wide.ownerDocument.createElement('div');
  scroller.className = 'wide';
  scroller.tabIndex = 0;
  wide.replaceWith(scroller);
  scroller.append(wide);
};

/** An article's HTML as nodes that run nothing, ask nobody but the shop for pictures, and link only to https, mail and telephone. */
export const safeHtml = (html: string, made: Made): DocumentFragment => {
  const content = DOMPurify.sanitize(tidyHtml(html), {
    ALLOWED_TAGS: tags,
    ALLOWED_ATTR: attributes,
    ALLOW_ARIA_ATTR: false,
    ALLOW_DATA_ATTR: false,
    ALLOWED_URI_REGEXP: /^(https?|mailto|tel):/i,
    RETURN_DOM_FRAGMENT: true,
  });
  for (const link of content.querySelectorAll('a')) makeLink(link, made);
  for (const picture of content.querySelectorAll('img')) makePicture(picture, made);
  makeHeadings(content);
  for (const wide of content.querySelectorAll('table, pre')) makeScroll(wide);
  return content;
};
