import type { Card } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { ChangeCardView, PaymentCardView, QuoteCardView, RefundCardView } from './money-cards.tsx';
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

/** The cards that a conversation can do without at first. */
export type RareCard = Exclude<Card, { kind: 'order' | 'choices' }>;

/** Draws a card of what is done for a shopper. A kind this build does not know is said so, never thrown at. */
export const RareCardView = ({ card, locale }: { card: RareCard; locale: string }): JSX.Element => {
  switch (card.kind) {
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
    default:
      // A newer relay may know more kinds than this build.
      card satisfies never;
      return <UnknownCard locale={locale} />;
  }
};
