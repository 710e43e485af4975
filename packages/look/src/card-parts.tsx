import type { ComponentChildren, JSX } from 'preact';
import { webUrl } from './web-url.ts';
import { cardWordsFor } from './card-words.ts';

/** A small square picture; its place stays when the picture does not come. Decoration: the title stands beside it. */
export const Picture = ({ src, size }: { src: string | undefined; size: number }): JSX.Element => {
  const address = webUrl(src);
  return (
    <span class="sb-picture" aria-hidden="true">
      {address ? (
        <img
          src={address}
          alt=""
          width={size}
          height={size}
          loading="lazy"
          decoding="async"
          referrerpolicy="no-referrer"
          onError={(event) => {
            event.currentTarget.hidden = true;
          }}
        />
      ) : null}
    </span>
  );
};

/** A state as a word with a dot. The word says it all; the dot's colour only repeats it. */
export const State = ({ tone, children }: { tone: Tone; children: ComponentChildren }): JSX.Element => (
  <span class={`sb-state sb-state-${tone}`}>{children}</span>
);
/** What a dot's colour means. */
export type Tone = 'good' | 'warning' | 'bad' | 'plain';

type OutwardProps = {
  href: string | undefined;
  locale: string;
  /** The one thing to do on the card: drawn as a button. */
  isMain?: boolean;
  children: ComponentChildren;
};

/** A link that leaves: new tab, told nothing of where it came from. Not a link when the address is not http(s). */
export const Outward = ({ href, locale, isMain = false, children }: OutwardProps): JSX.Element => {
  const address = webUrl(href);
  if (!address) return <span>{children}</span>;
  return (
    <a
      class={isMain ? 'sb-outward sb-main' : 'sb-outward'}
      href={address}
      target="_blank"
      rel="noopener nofollow noreferrer"
    >
      {children}
      <span class="sb-hidden"> ({cardWordsFor(locale).opensNewTab})</span>
    </a>
  );
};
