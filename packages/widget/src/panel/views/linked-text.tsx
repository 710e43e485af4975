import type { JSX } from 'preact';
import { textNodes } from '../text-nodes.ts';
import type { Words } from '../words.ts';

/** A message's words: http(s) addresses can be followed, everything else is what was typed. */
export const LinkedText = ({ text, words }: { text: string; words: Words }): JSX.Element => (
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
