import { counted } from '@shopbell/look';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { ViewProps } from '../panel/views/view-props.ts';
import { listenElsewhere } from './elsewhere.ts';
import { talksWordsFor } from './talks-words.ts';

/** The way to the shopper’s conversations, with how much waits in those that are not shown. */
export const TalksButton = ({ state, chat }: ViewProps): JSX.Element => {
  const { elsewhere, isListing, locale } = state;
  const words = talksWordsFor(locale);
  useEffect(() => listenElsewhere(chat), []);
  return (
    <button
      type="button"
      class="close talks-button"
      aria-expanded={isListing}
      aria-label={elsewhere > 0 ? counted(words.talksUnread, elsewhere, locale) : words.talks}
      // While they are listed, nothing of what is said is seen.
      onClick={() => chat.store.set({ isListing: !isListing, isAtEnd: false })}
    >
      <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
        <path d="M4 6h16M4 12h16M4 18h10" />
      </svg>
      {elsewhere > 0 ? <span class="count">{elsewhere}</span> : null}
    </button>
  );
};
