import type {
  AccountCard,
  AddressCard,
  ArticleCard,
  PostalAddress,
  RecordCard,
  VoucherCard,
} from '@shopbell/protocol';
import type { JSX } from 'preact';
import { Outward } from './card-parts.tsx';
import { Frame, Sums } from './card-sums.tsx';
import { formatDate, formatDateTime, knownLocale } from './formats.ts';
import { cardWordsFor } from './card-words.ts';
import { fill } from './words.ts';

type ViewProps<C> = { card: C; locale: string };

const countryName = (code: string, locale: string): string => {
  try {
    return new Intl.DisplayNames(knownLocale(locale), { type: 'region' }).of(code) ?? code;
  } catch {
    return code;
  }
};

type PostalProps = { address: PostalAddress; locale: string; isOld?: boolean };

const Postal = ({ address, locale, isOld = false }: PostalProps): JSX.Element => (
  <address class={isOld ? 'sb-address sb-muted' : 'sb-address'}>
    {address.name}
    <br />
    {address.street}
    <br />
    {address.postalCode} {address.city}
    <br />
    {countryName(address.country, locale)}
  </address>
);

/** An address as it is or will be, with the one before struck out. */
export const AddressCardView = ({ card, locale }: ViewProps<AddressCard>): JSX.Element => {
  const labels = cardWordsFor(locale);
  return (
    <Frame title={card.order === undefined ? labels.address : fill(labels.addressOf, card.order)}>
      <Postal address={card.address} locale={locale} />
      {card.before ? (
        <>
          <span class="sb-hidden">{labels.before}: </span>
          <Postal address={card.before} locale={locale} isOld />
        </>
      ) : null}
    </Frame>
  );
};

/** A customer’s account: name, how to reach them, where they live. */
export const AccountCardView = ({ card, locale }: ViewProps<AccountCard>): JSX.Element => (
  <Frame title={card.name} note={cardWordsFor(locale).account}>
    <span class="sb-card-text">{[card.email, card.phone].filter(Boolean).join('\n')}</span>
    {card.address ? <Postal address={card.address} locale={locale} /> : null}
  </Frame>
);

/** A voucher: its code to copy, what it is worth, until when. */
export const VoucherCardView = ({ card, locale }: ViewProps<VoucherCard>): JSX.Element => {
  const labels = cardWordsFor(locale);
  return (
    <Frame title={labels.voucher} note={card.reason}>
      {card.code === undefined ? null : <span class="sb-card-text sb-code">{card.code}</span>}
      <Sums charges={[]} total={card.amount} locale={locale} />
      {card.validUntil === undefined ? null : (
        <p class="sb-foot-note">{fill(labels.validUntil, formatDate(card.validUntil, locale))}</p>
      )}
    </Frame>
  );
};

/** Something written down: a complaint, an interest, when we come back to it. */
export const RecordCardView = ({ card, locale }: ViewProps<RecordCard>): JSX.Element => (
  <Frame title={card.title} note={cardWordsFor(locale).records[card.what]}>
    {card.text === undefined ? null : (
      <p class="sb-card-text">
        <bdi>{card.text}</bdi>
      </p>
    )}
    {card.at === undefined ? null : (
      <p class="sb-foot-note">
        <time dateTime={new Date(card.at).toISOString()}>{formatDateTime(card.at, locale)}</time>
      </p>
    )}
  </Frame>
);

/** The beginning of an article, and the way to the rest. */
export const ArticleCardView = ({ card, locale }: ViewProps<ArticleCard>): JSX.Element => (
  <Frame title={card.title}>
    <p class="sb-card-text">
      <bdi>{card.text}</bdi>
    </p>
    {card.url ? (
      <Outward href={card.url} locale={locale}>
        {cardWordsFor(locale).readOn}
      </Outward>
    ) : null}
  </Frame>
);
