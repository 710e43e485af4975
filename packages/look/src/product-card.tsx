import type { ProductCard } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { Outward, Picture, State } from './card-parts.tsx';
import { formatMoney } from './formats.ts';
import { cardWordsFor } from './card-words.ts';

/** A product: picture, title, price, whether it is there, and the way to its page. */
export const ProductCardView = ({ card, locale }: { card: ProductCard; locale: string }): JSX.Element => {
  const labels = cardWordsFor(locale);
  return (
    <article class="sb-card sb-product" aria-label={card.title}>
      <Picture src={card.picture} size={72} />
      <div class="sb-product-text">
        <strong class="sb-card-title">
          <bdi>{card.title}</bdi>
        </strong>
        {card.text ? (
          <p class="sb-muted sb-clamp">
            <bdi>{card.text}</bdi>
          </p>
        ) : null}
        <p class="sb-product-facts">
          <span class="sb-amount">{formatMoney(card.price, locale)}</span>
          <State tone={card.available ? 'good' : 'warning'}>
            {card.available ? labels.available : labels.unavailable}
          </State>
        </p>
        {card.url ? (
          <Outward href={card.url} locale={locale}>
            {labels.view}
          </Outward>
        ) : null}
      </div>
    </article>
  );
};
