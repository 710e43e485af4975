import { refuse } from '@shopbell/agent';
import type { Quote, QuoteRequest } from '@shopbell/commerce';
import type { SoldCharge } from '../books/orders.ts';
import { countries } from '../checkout.ts';
import { shippingFor } from '../money.ts';
import {
  dayMs,
  lineNow,
  newId,
  no,
  orderIn,
  requireEachOnce,
  take,
  type DeedsOf,
  type Desk,
} from './desk.ts';
import { taxIn } from '../tax.ts';
import { money, toLine, toOrder } from './words.ts';

const houseVoucher = { code: 'HARVEST10', percent: 10 } as const;
const validMs = dayMs;

const discountFor = ({ books, at }: Desk, voucher: string, goods: number): SoldCharge => {
  const code = voucher.trim().toUpperCase();
  if (code === houseVoucher.code)
    return { label: `Voucher ${code}`, amount: -Math.round((goods * houseVoucher.percent) / 100) };
  const granted = books.papers.voucher(code);
  if (granted === null) throw no(`There is no voucher ${code}.`);
  if (granted.spentOn !== null) throw no(`The voucher ${code} was spent on order ${granted.spentOn}.`);
  if (granted.validUntil < at) throw no(`The voucher ${code} has expired.`);
  return { label: `Voucher ${code}`, amount: -Math.min(goods, granted.amount) };
};

const isServed = (country: string): boolean => Object.hasOwn(countries, country);

/** Promises a price for a day. It reserves nothing: the pieces are taken when the order is placed. */
export const quote = (request: QuoteRequest, desk: Desk): Quote => {
  const { books, publicUrl, at } = desk;
  requireEachOnce(request.lines);
  if (request.country !== undefined && !isServed(request.country))
    throw no(`The shop does not send to ${request.country}.`);
  const lines = request.lines.map((pieces) => lineNow(desk, pieces));
  for (const { sku, quantity, title } of lines) {
    const left = books.products.variant(sku)?.stock ?? 0;
    if (left < quantity) throw no(`Of “${title}” there are only ${left} left.`);
  }
  const goods = lines.reduce((sum, line) => sum + line.price * line.quantity, 0);
  const voucher = request.voucher?.trim().toUpperCase() ?? null;
  const discount = voucher === null ? [] : [discountFor(desk, voucher, goods)];
  const charges = [...discount, ...shippingFor(goods)];
  const id = newId('quo');
  const validUntil = at + validMs;
  books.papers.addQuote({ id, lines, charges, voucher, validUntil, order: null });
  return {
    id,
    lines: lines.map((line) => toLine(line, publicUrl)),
    charges: charges.map(({ label, amount }) => ({ label, amount: money(amount) })),
    total: money(goods + charges.reduce((sum, { amount }) => sum + amount, 0)),
    included: taxIn(lines, charges),
    validUntil,
  };
};

/** Places an order at the price of a quote. */
export const quoteDeeds: DeedsOf<'placeOrder'> = {
  placeOrder: ({ quote: id, customer, shipTo }, desk) => {
    const { books, at, publicUrl } = desk;
    const promised = books.papers.quote(id);
    if (promised === null) throw refuse('not_found', `There is no quote ${id}.`);
    if (promised.order !== null) throw no(`The quote has become order ${promised.order} already.`);
    if (promised.validUntil < at) throw no('The quote has expired. Ask for a new one.');
    if (!isServed(shipTo.country)) throw no(`The shop does not send to ${shipTo.country}.`);
    // A voucher may have been spent since: the price holds, the voucher does not count twice.
    if (promised.voucher !== null) discountFor(desk, promised.voucher, 1);
    for (const line of promised.lines) take(desk, line, line.quantity);
    const { name, street, postalCode, city, country } = shipTo;
    const isKnown = customer.sub !== null && books.customers.get(customer.sub) !== null;
    const number = books.orders.record({
      name,
      street,
      postalCode,
      city,
      country,
      email: customer.email,
      checkout: null,
      placedAt: at,
      status: 'pending',
      customer: isKnown ? customer.sub : null,
      lines: promised.lines,
      charges: promised.charges,
      tracking: null,
    });
    books.papers.useQuote(id, number);
    if (promised.voucher !== null) books.papers.spendVoucher(promised.voucher, number);
    return { order: toOrder(orderIn(desk, number), publicUrl) };
  },
};
