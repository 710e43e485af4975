import { randomInt } from 'node:crypto';
import type { SoldCharge, SoldLine, StoredOrder } from '../books/orders.ts';
import {
  dayMs,
  lineNow,
  lineOf,
  newId,
  no,
  orderIn,
  requireEachOnce,
  take,
  type DeedsOf,
  type Desk,
} from './desk.ts';
import { money, toLine } from './words.ts';

const returnWithinMs = 60 * dayMs;
const sendWithinMs = 14 * dayMs;

const requireReturnable = (order: StoredOrder, at: number): void => {
  if (order.status !== 'shipped' && order.status !== 'delivered')
    throw no(`Order ${order.number} cannot be sent back: only what is on its way or was delivered can.`);
  if (order.placedAt + returnWithinMs < at)
    throw no(`Order ${order.number} is older than 60 days: it can no longer be sent back.`);
};

type Wanted = { sku: string; quantity: number };

/** The pieces that come back, none of them twice. */
const piecesOf = ({ books, at }: Desk, order: StoredOrder, wanted: readonly Wanted[]): SoldLine[] => {
  requireReturnable(order, at);
  requireEachOnce(wanted);
  const back = books.papers.piecesBack(order.number);
  return wanted.map(({ sku, quantity }) => {
    const line = lineOf(order, sku);
    const left = line.quantity - (back.get(sku) ?? 0);
    if (quantity > left)
      throw no(`Of “${line.title}” in order ${order.number}, ${left} can still be sent back.`);
    return { ...line, quantity };
  });
};

/** The share of the order’s discounts that goes with these goods. */
const discountShare = (order: StoredOrder, lines: readonly SoldLine[]): SoldCharge[] => {
  const goods = (of: readonly SoldLine[]) => of.reduce((sum, line) => sum + line.price * line.quantity, 0);
  const discount = order.charges.reduce((sum, { amount }) => sum + Math.min(0, amount), 0);
  const share = Math.round((discount * goods(lines)) / goods(order.lines));
  return share === 0 ? [] : [{ label: 'Share of the discount', amount: share }];
};

const openParcel = (
  { books, at, publicUrl }: Desk,
  parcel: {
    order: string;
    kind: 'return' | 'exchange';
    reason: string;
    pieces: { sku: string; quantity: number; wanted: string | null }[];
  },
) => {
  const id = newId(parcel.kind === 'return' ? 'ret' : 'exc');
  const [carrier, tracking, sendBy] = ['DHL', `RR${randomInt(10 ** 9, 10 ** 10)}DE`, at + sendWithinMs];
  books.papers.addParcelBack({ ...parcel, id, carrier, tracking, sendBy });
  const label = { carrier, number: tracking, url: `${publicUrl}/labels/${id}` };
  return { id, order: parcel.order, label, sendBy };
};

/** Sending pieces back, for money or for others. */
export const returnDeeds: DeedsOf<'openReturn' | 'openExchange'> = {
  openReturn: ({ order: number, lines: wanted, reason }, desk) => {
    const order = orderIn(desk, number);
    const lines = piecesOf(desk, order, wanted);
    const charges = discountShare(order, lines);
    const pieces = wanted.map(({ sku, quantity }) => ({ sku, quantity, wanted: null }));
    const sum = [...lines.map((line) => line.price * line.quantity), ...charges.map(({ amount }) => amount)];
    return {
      opened: {
        ...openParcel(desk, { order: order.number, kind: 'return', reason, pieces }),
        lines: lines.map((line) => toLine(line, desk.publicUrl)),
        charges: charges.map(({ label, amount }) => ({ label, amount: money(amount) })),
        total: money(sum.reduce((so, amount) => so + amount, 0)),
      },
    };
  },

  openExchange: ({ order: number, lines: wanted, reason }, desk) => {
    const order = orderIn(desk, number);
    const back = piecesOf(desk, order, wanted);
    const sent = wanted.map(({ sku, quantity, wanted: instead }) => {
      const [old, fresh] = [lineOf(order, sku), lineNow(desk, { sku: instead, quantity })];
      if (old.product !== fresh.product || old.sku === fresh.sku)
        throw no(`“${old.title}” can be exchanged for another kind of the same article only.`);
      take(desk, fresh, quantity);
      return fresh;
    });
    const sumOf = (lines: readonly SoldLine[]) =>
      lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
    const lines = (of: readonly SoldLine[]) => of.map((line) => toLine(line, desk.publicUrl));
    return {
      opened: {
        ...openParcel(desk, { order: order.number, kind: 'exchange', reason, pieces: wanted }),
        back: lines(back),
        sent: lines(sent),
        difference: money(sumOf(sent) - sumOf(back)),
      },
    };
  },
};
