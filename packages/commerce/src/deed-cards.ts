import type { Card } from '@shopbell/protocol';
import { foldLines, orderCard } from './cards.ts';
import type { DisclosedOrder, Order, OrderLine } from './order.ts';
import type { ExchangeCase, Payment, Quote, RefundCase, ReturnCase } from './results.ts';

type CardOf<K extends Card['kind']> = Extract<Card, { kind: K }>;
/** Whether it is about to happen, or has. What is only foreseen has no number, code or label yet. */
export type Phase = 'planned' | 'done';

const bare = (lines: readonly OrderLine[]) => lines.map(({ product: _product, sku: _sku, ...line }) => line);

/** What something would cost. */
export const quoteCard = (quote: Quote): CardOf<'quote'> => {
  const { lines, charges, total, included } = foldLines(quote);
  return {
    kind: 'quote',
    version: 1,
    id: quote.id,
    lines: bare(lines),
    charges,
    total,
    ...(included === undefined ? {} : { included }),
    validUntil: quote.validUntil,
  };
};

/** An order that is about to be placed: it has no number yet. `validUntil`: how long it may be agreed to. */
export const placeCard = (order: Order, { quote, validUntil }: { quote: string; validUntil: number }) => {
  const { lines, charges, total, included } = foldLines(order);
  const contained = included === undefined ? {} : { included };
  return {
    kind: 'quote',
    version: 1,
    id: quote,
    lines: bare(lines),
    charges,
    total,
    ...contained,
    validUntil,
  } as const;
};

/** An order with other articles than before. */
export const changeCard = ({
  order,
  before,
}: {
  order: DisclosedOrder;
  before: Order['total'];
}): CardOf<'change'> => {
  const { lines, charges, total, included } = foldLines(order);
  const difference = { amount: total.amount - before.amount, currency: total.currency };
  return {
    kind: 'change',
    version: 1,
    order: order.number,
    lines: bare(lines),
    charges,
    total,
    ...(included === undefined ? {} : { included }),
    before,
    difference,
  };
};

/** A payment that was asked for; before that, it has no link, and the order’s number stands for it. */
export const paymentCard = ({ url, dueAt, ...payment }: Payment, phase: Phase): CardOf<'payment'> => ({
  kind: 'payment',
  version: 1,
  ...payment,
  id: phase === 'planned' ? payment.order : payment.id,
  ...(phase === 'done' && url !== undefined ? { url } : {}),
  ...(dueAt === undefined ? {} : { dueAt }),
});

const parcel = ({ label, sendBy, id }: Pick<ReturnCase, 'label' | 'sendBy' | 'id'>, phase: Phase) =>
  phase === 'planned'
    ? { status: 'planned' as const }
    : {
        status: 'open' as const,
        id,
        ...(label === undefined ? {} : { label }),
        ...(sendBy === undefined ? {} : { sendBy }),
      };

/** Pieces that come back. */
export const returnCard = (opened: ReturnCase, phase: Phase): CardOf<'return'> => ({
  kind: 'return',
  version: 1,
  order: opened.order,
  lines: bare(opened.lines),
  charges: opened.charges,
  total: opened.total,
  ...parcel(opened, phase),
});

/** Pieces that come back, and others for them. */
export const exchangeCard = (opened: ExchangeCase, phase: Phase): CardOf<'exchange'> => ({
  kind: 'exchange',
  version: 1,
  order: opened.order,
  back: bare(opened.back),
  sent: bare(opened.sent),
  difference: opened.difference,
  ...parcel(opened, phase),
});

/** Money that goes back. */
export const refundCard = (refund: RefundCase, phase: Phase): CardOf<'refund'> => ({
  kind: 'refund',
  version: 1,
  order: refund.order,
  status: phase === 'planned' ? 'planned' : 'issued',
  lines: refund.lines,
  total: refund.total,
  ...(refund.method === undefined ? {} : { method: refund.method }),
});

/** The order’s own card. */
export const cardOfOrder = ({ order }: { order: DisclosedOrder }): CardOf<'order'> => orderCard(order);
