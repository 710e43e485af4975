import type { JSX } from 'preact';
import { useLate } from '../late-part.ts';
import { hasOffers } from '../offers.ts';
import type { ViewProps } from './view-props.ts';
import { Waiting } from './waiting.tsx';

const Late = (props: ViewProps): JSX.Element => {
  const late = useLate('offers');
  return late ? <late.OffersView {...props} /> : <Waiting late={late} words={props.words} />;
};

/** What the shop offers and asks around the conversation, where it does. */
export const Offers = (props: ViewProps): JSX.Element | null =>
  hasOffers(props.state) ? <Late {...props} /> : null;
