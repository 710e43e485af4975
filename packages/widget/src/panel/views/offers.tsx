import type { JSX } from 'preact';
import { useLate } from '../late-part.ts';
import { firstFormOf, hasOffers } from '../offers.ts';
import type { ViewProps } from './view-props.ts';
import { Waiting } from './waiting.tsx';

const Late = (props: ViewProps): JSX.Element | null => {
  const late = useLate('offers');
  if (late) return <late.OffersView {...props} />;
  // A form is waited for; the rest is an extra that comes when it can.
  return firstFormOf(props.state) ? <Waiting late={late} words={props.words} /> : null;
};

/** What the shop offers and asks around the conversation, where it does. */
export const Offers = (props: ViewProps): JSX.Element | null =>
  hasOffers(props.state) ? <Late {...props} /> : null;
