import type { OrderStatus } from '@shopbell/commerce';
import type { SoldCharge, SoldLine, StoredOrder } from '../books/orders.ts';
import { countries } from '../checkout.ts';
import { shippingFor } from '../money.ts';
import { lineNow, no, orderIn, payBack, requireEachOnce, take, type DeedsOf, type Desk } from './desk.ts';
import { money, toOrder } from './words.ts';

const statusWords: Record<OrderStatus, string> = {
  pending: 'has not been paid yet',
  paid: 'has been paid',
  packed: 'has been packed',
  shipped: 'is on its way',
  delivered: 'has been delivered',
  cancelled: 'was cancelled',
  returned: 'was returned',
  refunded: 'was refunded',
};

const requireStatus = (
  order: StoredOrder,
  { among, what }: { among: readonly OrderStatus[]; what: string },
): void => {
  if (among.includes(order.status)) return;
  throw no(`Order ${order.number} ${statusWords[order.status]}: ${what}.`);
};

const after = (desk: Desk, number: string) => toOrder(orderIn(desk, number), desk.publicUrl);
const goodsOf = (lines: readonly SoldLine[]): number =>
  lines.reduce((sum, line) => sum + line.price * line.quantity, 0);

/** Discounts keep their share of the goods; shipping follows the new sum. */
const chargesFor = (order: StoredOrder, lines: readonly SoldLine[]): SoldCharge[] => {
  const [before, goods] = [goodsOf(order.lines), goodsOf(lines)];
  const discounts = order.charges
    .filter(({ amount }) => amount < 0)
    .map(({ label, amount }) => ({ label, amount: Math.round((amount * goods) / before) }));
  return [...discounts, ...shippingFor(goods)];
};

const linesAfter = (desk: Desk, order: StoredOrder, wanted: readonly { sku: string; quantity: number }[]) =>
  wanted.map((pieces) => {
    const sold = order.lines.find(({ sku }) => sku === pieces.sku);
    return sold === undefined ? lineNow(desk, pieces) : { ...sold, quantity: pieces.quantity };
  });

/** Restocks what is less and takes what is more. */
const moveStock = (desk: Desk, order: StoredOrder, lines: readonly SoldLine[]): void => {
  for (const line of order.lines) {
    const kept = lines.find(({ sku }) => sku === line.sku)?.quantity ?? 0;
    take(desk, line, kept - line.quantity);
  }
  for (const line of lines) {
    if (order.lines.every(({ sku }) => sku !== line.sku)) take(desk, line, line.quantity);
  }
};

/** Changing an order before it leaves the house. */
export const orderDeeds: DeedsOf<'cancelOrder' | 'changeItems' | 'changeAddress' | 'changePayment'> = {
  cancelOrder: ({ order: number }, desk) => {
    const order = orderIn(desk, number);
    requireStatus(order, {
      among: ['pending', 'paid', 'packed'],
      what: 'it can no longer be cancelled. Open a return once it has arrived',
    });
    const refunded = order.paid - order.refunded;
    payBack(desk, order, refunded);
    for (const line of order.lines) take(desk, line, -line.quantity);
    desk.books.papers.withdrawPayments(order.number);
    desk.books.orders.change(order.number, { status: 'cancelled' });
    return { order: after(desk, order.number), refunded: money(refunded) };
  },

  changeItems: ({ order: number, lines: wanted }, desk) => {
    const order = orderIn(desk, number);
    requireStatus(order, { among: ['pending', 'paid'], what: 'its articles can no longer be changed' });
    requireEachOnce(wanted);
    const lines = linesAfter(desk, order, wanted);
    const isSame =
      lines.length === order.lines.length &&
      lines.every(({ sku, quantity }) =>
        order.lines.some((line) => line.sku === sku && line.quantity === quantity),
      );
    if (isSame) throw no(`Order ${order.number} has exactly these articles already.`);
    moveStock(desk, order, lines);
    desk.books.papers.withdrawPayments(order.number);
    desk.books.orders.change(order.number, { lines, charges: chargesFor(order, lines) });
    const { total } = orderIn(desk, order.number);
    const balance = total - (order.paid - order.refunded);
    const refunded = Math.max(0, -balance);
    payBack(desk, order, refunded);
    desk.books.orders.change(order.number, { status: balance > 0 ? 'pending' : 'paid' });
    return {
      order: after(desk, order.number),
      before: money(order.total),
      refunded: money(refunded),
      due: money(Math.max(0, balance)),
    };
  },

  changeAddress: ({ order: number, shipTo }, desk) => {
    const order = orderIn(desk, number);
    requireStatus(order, {
      among: ['pending', 'paid', 'packed'],
      what: 'its address can no longer be changed',
    });
    if (!Object.hasOwn(countries, shipTo.country)) throw no(`The shop does not send to ${shipTo.country}.`);
    const { shipTo: before } = toOrder(order, desk.publicUrl);
    desk.books.orders.change(order.number, shipTo);
    return { order: after(desk, order.number), before };
  },

  changePayment: ({ order: number, method }, desk) => {
    const order = orderIn(desk, number);
    requireStatus(order, { among: ['pending'], what: 'the way of paying can no longer be changed' });
    const chosen = method.trim().toLowerCase();
    if (chosen !== 'invoice' && chosen !== 'prepayment')
      throw no('This shop takes “invoice” or “prepayment”.');
    if (chosen === order.method) throw no(`Order ${order.number} is paid by ${chosen} already.`);
    desk.books.orders.change(order.number, { method: chosen });
    return { order: after(desk, order.number), method: chosen };
  },
};
