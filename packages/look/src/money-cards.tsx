import type { ChangeCard, Money, PaymentCard, QuoteCard, RefundCard } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { Outward, type Tone } from './card-parts.tsx';
import { Frame, Lines, Sum, Sums } from './card-sums.tsx';
import { formatDate, formatDateTime, formatMoney, formatNumber } from './formats.ts';
import { cardWordsFor } from './card-words.ts';
import { fill } from './words.ts';

type ViewProps<C> = { card: C; locale: string };

/** What something would cost, line by line, and until when that holds. */
export const QuoteCardView = ({ card, locale }: ViewProps<QuoteCard>): JSX.Element => {
  const labels = cardWordsFor(locale);
  return (
    <Frame title={labels.quote} note={fill(labels.validUntil, formatDateTime(card.validUntil, locale))}>
      <Lines lines={card.lines} locale={locale} />
      <Sums charges={card.charges} total={card.total} included={card.included} locale={locale} />
    </Frame>
  );
};

const payTones: Record<PaymentCard['status'], Tone> = {
  open: 'warning',
  paid: 'good',
  expired: 'plain',
  cancelled: 'plain',
};

/** A payment that was asked for: how much, until when, and the way to it while it is open. */
export const PaymentCardView = ({ card, locale }: ViewProps<PaymentCard>): JSX.Element => {
  const labels = cardWordsFor(locale);
  const title = card.order === undefined ? labels.payment : fill(labels.paymentOf, card.order);
  const isOpen = card.status === 'open';
  return (
    <Frame title={title} state={{ tone: payTones[card.status], word: labels.payments[card.status] }}>
      <Sums charges={[]} total={card.amount} locale={locale} />
      {isOpen && card.dueAt !== undefined ? (
        <p class="sb-foot-note">{fill(labels.payBy, formatDate(card.dueAt, locale))}</p>
      ) : null}
      {isOpen && card.url ? (
        <Outward href={card.url} locale={locale} isMain>
          {labels.pay}
        </Outward>
      ) : null}
    </Frame>
  );
};

type RefundLine = RefundCard['lines'][number];

const RefundRow = ({ line, locale }: { line: RefundLine; locale: string }): JSX.Element => (
  <li class="sb-line">
    <span class="sb-line-text">
      <span class="sb-line-title sb-numbers">
        {line.quantity === undefined ? '' : `${formatNumber(line.quantity, locale)} × `}
        <bdi>{line.title}</bdi>
      </span>
      <span class="sb-muted">
        <bdi>{line.variant}</bdi>
      </span>
    </span>
    <span class="sb-amount">{formatMoney(line.amount, locale)}</span>
  </li>
);

/** Money that goes back, line by line. */
export const RefundCardView = ({ card, locale }: ViewProps<RefundCard>): JSX.Element => {
  const labels = cardWordsFor(locale);
  const tone: Tone = card.status === 'issued' ? 'good' : 'plain';
  return (
    <Frame title={fill(labels.refund, card.order)} state={{ tone, word: labels.refunds[card.status] }}>
      <ul class="sb-lines" aria-label={cardWordsFor(locale).items}>
        {card.lines.map((line, index) => (
          <RefundRow key={index} line={line} locale={locale} />
        ))}
      </ul>
      <Sums charges={[]} total={card.total} locale={locale} />
      {card.method === undefined ? null : <p class="sb-foot-note">{fill(labels.to, card.method)}</p>}
    </Frame>
  );
};

/** What is to be paid or comes back, by the sign of a difference; nothing when there is none. */
export const Difference = ({ money, locale }: { money: Money; locale: string }): JSX.Element | null => {
  const labels = cardWordsFor(locale);
  if (money.amount === 0) return null;
  const positive = { ...money, amount: Math.abs(money.amount) };
  return (
    <Sum label={money.amount > 0 ? labels.toPay : labels.youGet} money={positive} locale={locale} isTotal />
  );
};

/** An order with other articles than before: what it has now, what it came to before, and the difference. */
export const ChangeCardView = ({ card, locale }: ViewProps<ChangeCard>): JSX.Element => {
  const labels = cardWordsFor(locale);
  return (
    <Frame title={fill(labels.change, card.order)}>
      <Lines lines={card.lines} locale={locale} />
      <Sums charges={card.charges} total={card.total} included={card.included} locale={locale}>
        <Sum label={labels.before} money={card.before} locale={locale} />
        <Difference money={card.difference} locale={locale} />
      </Sums>
    </Frame>
  );
};
