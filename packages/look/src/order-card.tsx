import type { OrderCard } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { Outward, type Tone } from './card-parts.tsx';
import { Frame, Lines, Sums } from './card-sums.tsx';
import { formatDate } from './formats.ts';
import { cardWordsFor } from './card-words.ts';
import { fill } from './words.ts';

const tones: Record<OrderCard['status'], Tone> = {
  pending: 'warning',
  paid: 'plain',
  packed: 'plain',
  shipped: 'good',
  delivered: 'good',
  cancelled: 'bad',
  returned: 'plain',
  refunded: 'plain',
};

const Tracking = ({ tracking, locale }: { tracking: OrderCard['tracking']; locale: string }) =>
  tracking ? (
    <p class="sb-card-foot">
      <span class="sb-muted">
        {tracking.carrier} <span class="sb-numbers">{tracking.number}</span>
      </span>
      {tracking.url ? (
        <Outward href={tracking.url} locale={locale}>
          {cardWordsFor(locale).track}
        </Outward>
      ) : null}
    </p>
  ) : null;

/** An order: number, date, state, lines with pictures, and sums that line up. */
export const OrderCardView = ({ card, locale }: { card: OrderCard; locale: string }): JSX.Element => {
  const labels = cardWordsFor(locale);
  const placedAt = (
    <time dateTime={new Date(card.placedAt).toISOString()}>{formatDate(card.placedAt, locale)}</time>
  );
  const state = { tone: tones[card.status] ?? 'plain', word: labels.status[card.status] ?? card.status };
  return (
    <Frame title={fill(labels.order, card.number)} note={placedAt} state={state}>
      <Lines lines={card.lines} locale={locale} />
      <Sums charges={card.charges} total={card.total} included={card.included} locale={locale} />
      <Tracking tracking={card.tracking} locale={locale} />
    </Frame>
  );
};
