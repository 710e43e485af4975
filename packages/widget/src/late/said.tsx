import type { JSX } from 'preact';
import type { Words } from '../panel/words.ts';
import { textNodes } from './text-nodes.ts';

/** A message’s words: http(s) addresses can be followed, everything else is what was typed. */
export const Said = ({ text, words }: { text: string; words: Words }): JSX.Element => (
  <p class="text" dir="auto">
    {textNodes(text).map((node, index) =>
      node.href ? (
        <a key={index} href={node.href} target="_blank" rel="noopener nofollow noreferrer">
          {node.text}
          <span class="sb-hidden"> ({words.opensNewTab})</span>
        </a>
      ) : (
        node.text
      ),
    )}
  </p>
);
