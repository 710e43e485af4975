import type { JSX } from 'preact';
import { FrequentCardView, type CardViewProps } from './frequent-card-view.tsx';
import { RareCardView } from './rare-card-view.tsx';

/** Draws any card. A kind or version this build does not know is said so, never thrown at. */
export const CardView = (props: CardViewProps): JSX.Element => (
  <FrequentCardView {...props} rare={(card) => <RareCardView card={card} locale={props.locale} />} />
);
