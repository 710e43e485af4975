import type { Money, OrderCard } from '@shopbell/protocol';
import type { ComponentChildren, JSX } from 'preact';
import { Picture, State, type Tone } from './card-parts.tsx';
import { counted, formatMoney, formatNumber } from './formats.ts';
import { cardWordsFor } from './card-words.ts';
import { fill } from './words.ts';

type Line = OrderCard['lines'][number];

type LineProps = { line: Line; locale: string; hasPictures: boolean };

const LineRow = ({ line, locale, hasPictures }: LineProps): JSX.Element => (
  <li class={hasPictures ? 'sb-line sb-pictured' : 'sb-line'}>
    {hasPictures ? <Picture src={line.picture} size={40} /> : null}
    <span class="sb-line-text">
      <span class="sb-line-title">
        <bdi>{line.title}</bdi>
      </span>
      <span class="sb-muted sb-numbers">
        {line.variant ? <bdi>{line.variant}</bdi> : null}
        {line.variant ? ' · ' : ''}
        {`${formatNumber(line.quantity, locale)} × `}
        {formatMoney(line.price, locale)}
      </span>
    </span>
    <span class="sb-amount">{formatMoney(line.total, locale)}</span>
  </li>
);

type LinesProps = { lines: readonly Line[]; locale: string; label?: string };

/** More lines than this are folded, so that the total stays near. */
const linesMax = 8;

/** Pieces with their pictures, prices and sums; `label` says what they are. */
export const Lines = ({ lines, locale, label }: LinesProps): JSX.Element => {
  const labels = cardWordsFor(locale);
  const hasPictures = lines.some((line) => line.picture !== undefined);
  const shown = lines.length > linesMax ? linesMax - 2 : lines.length;
  const list = (some: readonly Line[]): JSX.Element => (
    <ul class="sb-lines" aria-label={label ?? labels.items}>
      {some.map((line, index) => (
        <LineRow key={index} line={line} locale={locale} hasPictures={hasPictures} />
      ))}
    </ul>
  );
  if (shown === lines.length) return list(lines);
  return (
    <>
      {list(lines.slice(0, shown))}
      <details class="sb-more">
        <summary>{counted(labels.more, lines.length - shown, locale)}</summary>
        {list(lines.slice(shown))}
      </details>
    </>
  );
};

type SumProps = { label: string; money: Money; locale: string; isTotal?: boolean };

/** One named amount in a list of sums. */
export const Sum = ({ label, money, locale, isTotal = false }: SumProps): JSX.Element => (
  <div class={isTotal ? 'sb-sum sb-total' : 'sb-sum'}>
    <dt>
      <bdi>{label}</bdi>
    </dt>
    <dd class="sb-amount">{formatMoney(money, locale)}</dd>
  </div>
);

type SumsProps = {
  charges: readonly { label: string; amount: Money }[];
  total: Money;
  /** What the total contains: tax. */
  included?: readonly { label: string; amount: Money }[] | undefined;
  locale: string;
  /** What stands below the total. */
  children?: ComponentChildren;
};

/** Charges and the total, lined up. */
export const Sums = ({ charges, total, included = [], locale, children }: SumsProps): JSX.Element => (
  <dl class="sb-sums">
    {charges.map((charge, index) => (
      <Sum key={index} label={charge.label} money={charge.amount} locale={locale} />
    ))}
    <Sum label={cardWordsFor(locale).total} money={total} locale={locale} isTotal />
    {included.map(({ label, amount }, index) => (
      <Sum key={index} label={fill(cardWordsFor(locale).includes, label)} money={amount} locale={locale} />
    ))}
    {children}
  </dl>
);

type FrameProps = {
  title: string;
  /** Stands below the title. */
  note?: ComponentChildren;
  state?: { tone: Tone; word: string };
  children?: ComponentChildren;
};

/** A card with its title and state. */
export const Frame = ({ title, note, state, children }: FrameProps): JSX.Element => (
  <article class="sb-card" aria-label={title}>
    <header class="sb-card-head">
      <span>
        <strong class="sb-card-title sb-numbers">
          <bdi>{title}</bdi>
        </strong>
        {note ? <span class="sb-muted">{note}</span> : null}
      </span>
      {state ? <State tone={state.tone}>{state.word}</State> : null}
    </header>
    {children}
  </article>
);
