import { webUrl } from '@shopbell/look';
import type { JSX } from 'preact';

const addresses = /https?:\/\/[^\s<>"']+/gi;
const trailing = /[.,;:!?)\]}»”’]+$/u;

/** A text's pieces: words, and the http(s) addresses among them. */
export const pieces = (text: string): { text: string; href: string | null }[] => {
  const found: { text: string; href: string | null }[] = [];
  let from = 0;
  for (const match of text.matchAll(addresses)) {
    const address = match[0].replace(trailing, '');
    const href = webUrl(address);
    if (!href) continue;
    if (match.index > from) found.push({ text: text.slice(from, match.index), href: null });
    found.push({ text: address, href });
    from = match.index + address.length;
  }
  if (from < text.length) found.push({ text: text.slice(from), href: null });
  return found;
};

/** What somebody wrote, as text nodes; addresses become links that tell nothing of where they were clicked. */
export const PlainWords = ({ text }: { text: string }): JSX.Element => (
  <span class="words" dir="auto">
    {pieces(text).map((piece, index) =>
      piece.href ? (
        <a key={index} href={piece.href} target="_blank" rel="noopener noreferrer nofollow">
          {piece.text}
        </a>
      ) : (
        piece.text
      ),
    )}
  </span>
);
