import type { JSX } from 'preact';
import { cardWordsFor } from './card-words.ts';

/** In the place of a card that this build cannot draw. */
export const UnknownCard = ({ locale }: { locale: string }): JSX.Element => (
  <article class="sb-card sb-muted">{cardWordsFor(locale).unknownCard}</article>
);
