import type { ExchangeCard, ReturnCard } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { Outward, type Tone } from './card-parts.tsx';
import { Frame, Lines, Sums } from './card-sums.tsx';
import { formatDate } from './formats.ts';
import { Difference } from './money-cards.tsx';
import { cardWordsFor } from './card-words.ts';
import { fill } from './words.ts';

const tones: Record<ReturnCard['status'], Tone> = { planned: 'plain', open: 'warning', received: 'good' };

type LabelProps = { card: Pick<ReturnCard, 'label' | 'sendBy'>; locale: string };

const ParcelLabel = ({ card: { label, sendBy }, locale }: LabelProps): JSX.Element | null => {
  const labels = cardWordsFor(locale);
  if (label === undefined) return null;
  return (
    <>
      <p class="sb-card-foot">
        <span class="sb-muted">
          {label.carrier} <span class="sb-numbers">{label.number}</span>
        </span>
        {sendBy === undefined ? null : (
          <span class="sb-muted">{fill(labels.sendBy, formatDate(sendBy, locale))}</span>
        )}
      </p>
      {label.url ? (
        <Outward href={label.url} locale={locale} isMain>
          {labels.label}
        </Outward>
      ) : null}
    </>
  );
};

/** Pieces that come back, what is refunded for them, and the parcel label. */
export const ReturnCardView = ({ card, locale }: { card: ReturnCard; locale: string }): JSX.Element => {
  const labels = cardWordsFor(locale);
  const state = { tone: tones[card.status], word: labels.returns[card.status] };
  return (
    <Frame title={fill(labels.return, card.order)} state={state}>
      <Lines lines={card.lines} locale={locale} label={labels.comesBack} />
      <Sums charges={card.charges} total={card.total} locale={locale} />
      <p class="sb-foot-note">{labels.refundedThen}</p>
      <ParcelLabel card={card} locale={locale} />
    </Frame>
  );
};

/** Pieces that come back, those that are sent for them, and what is to be paid or comes back. */
export const ExchangeCardView = ({ card, locale }: { card: ExchangeCard; locale: string }): JSX.Element => {
  const labels = cardWordsFor(locale);
  const state = { tone: tones[card.status], word: labels.returns[card.status] };
  return (
    <Frame title={fill(labels.exchange, card.order)} state={state}>
      <span class="sb-part-title">{labels.comesBack}</span>
      <Lines lines={card.back} locale={locale} label={labels.comesBack} />
      <span class="sb-part-title">{labels.isSent}</span>
      <Lines lines={card.sent} locale={locale} label={labels.isSent} />
      {card.difference.amount === 0 ? null : (
        <dl class="sb-sums">
          <Difference money={card.difference} locale={locale} />
        </dl>
      )}
      <ParcelLabel card={card} locale={locale} />
    </Frame>
  );
};
