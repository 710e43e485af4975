import type { Card } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { ChoicesCardView, type Chosen } from './choices-card.tsx';
import { OrderCardView } from './order-card.tsx';
import type { RareCard } from './rare-card-view.tsx';
import { UnknownCard } from './unknown-card.tsx';

/** `chosen` is the value picked on a choices card; without `onChoose` a card only shows. */
export type CardViewProps = {
  card: Card;
  locale: string;
  onChoose?: ((choice: Chosen) => void) | undefined;
  chosen?: string | undefined;
};
type FrequentProps = CardViewProps & {
  /** Draws what is neither an order nor a choice. */
  rare: (card: RareCard) => JSX.Element;
};

/** Draws orders and choices, and leaves the rest to `rare`. A version this build does not know is said so. */
export const FrequentCardView = ({ card, locale, onChoose, chosen, rare }: FrequentProps): JSX.Element => {
  if (card.version !== 1) return <UnknownCard locale={locale} />;
  if (card.kind === 'order') return <OrderCardView card={card} locale={locale} />;
  if (card.kind === 'choices')
    return <ChoicesCardView card={card} locale={locale} onChoose={onChoose} chosen={chosen} />;
  return rare(card);
};
