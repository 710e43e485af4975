import type { Money, OrderCard } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { Outward, Picture, State, type Tone } from './card-parts.tsx';
import { formatDate, formatMoney, formatNumber } from './formats.ts';
import { cardLabelsFor, fill } from './labels.ts';

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

type Line = OrderCard['lines'][number];

type LineProps = { line: Line; locale: string; hasPictures: boolean };

const LineRow = ({ line, locale, hasPictures }: LineProps): JSX.Element => (
  <li class={hasPictures ? 'sb-line sb-pictured' : 'sb-line'}>
    {hasPictures ? <Picture src={line.picture} size={40} /> : null}
    <span class="sb-line-text">
      <span class="sb-line-title">{line.title}</span>
      <span class="sb-muted sb-numbers">
        {line.variant ? `${line.variant} · ` : ''}
        {`${formatNumber(line.quantity, locale)} × `}
        {formatMoney(line.price, locale)}
      </span>
    </span>
    <span class="sb-amount">{formatMoney(line.total, locale)}</span>
  </li>
);

type SumProps = { label: string; money: Money; locale: string; isTotal?: boolean };

const Sum = ({ label, money, locale, isTotal = false }: SumProps): JSX.Element => (
  <div class={isTotal ? 'sb-sum sb-total' : 'sb-sum'}>
    <dt>{label}</dt>
    <dd class="sb-amount">{formatMoney(money, locale)}</dd>
  </div>
);

const Tracking = ({ tracking, locale }: { tracking: OrderCard['tracking']; locale: string }) =>
  tracking ? (
    <p class="sb-card-foot">
      <span class="sb-muted">
        {tracking.carrier} <span class="sb-numbers">{tracking.number}</span>
      </span>
      {tracking.url ? (
        <Outward href={tracking.url} locale={locale}>
          {cardLabelsFor(locale).track}
        </Outward>
      ) : null}
    </p>
  ) : null;

/** An order: number, date, state, lines with pictures, and sums that line up. */
export const OrderCardView = ({ card, locale }: { card: OrderCard; locale: string }): JSX.Element => {
  const labels = cardLabelsFor(locale);
  const title = fill(labels.order, card.number);
  const hasPictures = card.lines.some((line) => line.picture !== undefined);
  return (
    <article class="sb-card" aria-label={title}>
      <header class="sb-card-head">
        <span>
          <strong class="sb-card-title sb-numbers">{title}</strong>
          <time class="sb-muted" dateTime={new Date(card.placedAt).toISOString()}>
            {formatDate(card.placedAt, locale)}
          </time>
        </span>
        <State tone={tones[card.status] ?? 'plain'}>{labels.status[card.status] ?? card.status}</State>
      </header>
      <ul class="sb-lines" aria-label={labels.items}>
        {card.lines.map((line, index) => (
          <LineRow key={index} line={line} locale={locale} hasPictures={hasPictures} />
        ))}
      </ul>
      <dl class="sb-sums">
        {card.charges.map((charge, index) => (
          <Sum key={index} label={charge.label} money={charge.amount} locale={locale} />
        ))}
        <Sum label={labels.total} money={card.total} locale={locale} isTotal />
      </dl>
      <Tracking tracking={card.tracking} locale={locale} />
    </article>
  );
};
