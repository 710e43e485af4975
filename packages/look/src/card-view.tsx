import type { Card } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { ChoicesCardView, type Chosen } from './choices-card.tsx';
import { FormCardView } from './form-card.tsx';
import { ChangeCardView, PaymentCardView, QuoteCardView, RefundCardView } from './money-cards.tsx';
import { OrderCardView } from './order-card.tsx';
import {
  AccountCardView,
  AddressCardView,
  ArticleCardView,
  RecordCardView,
  VoucherCardView,
} from './people-cards.tsx';
import { ProductCardView } from './product-card.tsx';
import { ExchangeCardView, ReturnCardView } from './return-cards.tsx';
import { UnknownCard } from './unknown-card.tsx';

/** `chosen` is the value picked on a choices card; without `onChoose` a card only shows. */
export type CardViewProps = {
  card: Card;
  locale: string;
  onChoose?: ((choice: Chosen) => void) | undefined;
  chosen?: string | undefined;
};

/** Draws any card. A kind or version this build does not know is said so, never thrown at. */
export const CardView = ({ card, locale, onChoose, chosen }: CardViewProps): JSX.Element => {
  if (card.version !== 1) return <UnknownCard locale={locale} />;
  switch (card.kind) {
    case 'order':
      return <OrderCardView card={card} locale={locale} />;
    case 'choices':
      return <ChoicesCardView card={card} locale={locale} onChoose={onChoose} chosen={chosen} />;
    case 'product':
      return <ProductCardView card={card} locale={locale} />;
    case 'quote':
      return <QuoteCardView card={card} locale={locale} />;
    case 'payment':
      return <PaymentCardView card={card} locale={locale} />;
    case 'refund':
      return <RefundCardView card={card} locale={locale} />;
    case 'return':
      return <ReturnCardView card={card} locale={locale} />;
    case 'exchange':
      return <ExchangeCardView card={card} locale={locale} />;
    case 'change':
      return <ChangeCardView card={card} locale={locale} />;
    case 'address':
      return <AddressCardView card={card} locale={locale} />;
    case 'account':
      return <AccountCardView card={card} locale={locale} />;
    case 'voucher':
      return <VoucherCardView card={card} locale={locale} />;
    case 'record':
      return <RecordCardView card={card} locale={locale} />;
    case 'article':
      return <ArticleCardView card={card} locale={locale} />;
    case 'form':
      return <FormCardView card={card} />;
    default:
      // A newer relay may know more kinds than this build.
      card satisfies never;
      return <UnknownCard locale={locale} />;
  }
};
