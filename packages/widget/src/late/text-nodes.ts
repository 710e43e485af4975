import { webUrl } from '@shopbell/look';

/** A run of a message: words, or an address to follow. */
export type TextNode = { text: string; href?: string };

const address = /https?:\/\/[^\s<>"'`]+/gi;
// What ends a sentence or closes a bracket around an address does not belong to it.
const trailing = /[.,;:!?)\]}*_~’”»]+$/;

const balanced = (link: string): string => {
  const bare = link.replace(trailing, '');
  // “(see https://en.wikipedia.org/wiki/Bell_(tool))”: a bracket opened inside the address closes inside it.
  return link[bare.length] === ')' && bare.includes('(') ? `${bare})` : bare;
};

/** Cuts a text into words and http(s) addresses. Nothing else in it means anything: markup stays what was typed. */
export const textNodes = (text: string): TextNode[] => {
  const nodes: TextNode[] = [];
  let from = 0;
  for (const match of text.matchAll(address)) {
    const link = balanced(match[0]);
    const href = webUrl(link);
    if (!href || !URL.parse(href)?.hostname) continue;
    if (match.index > from) nodes.push({ text: text.slice(from, match.index) });
    nodes.push({ text: link, href });
    from = match.index + link.length;
  }
  if (from < text.length) nodes.push({ text: text.slice(from) });
  return nodes;
};
