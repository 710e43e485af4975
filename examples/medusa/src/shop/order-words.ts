import type { Money } from '@shopbell/agent';
import type { Address, Order, OrderLine, OrderStatus, Quote } from '@shopbell/commerce';
import { toMoney } from '../api/money.ts';
import type { MedusaAddress, MedusaItem, MedusaOrder, MedusaPayment } from '../api/shapes.ts';

const clip = (text: string, maxChars: number): string => text.trim().slice(0, maxChars).trim();
const wordOr = (text: string | null | undefined, instead: string, maxChars: number): string =>
  clip(text ?? '', maxChars) || instead;

/** An address in the words of the contract; `null` where Medusa has too little of one. */
export const toAddress = (address: MedusaAddress | null | undefined): Address | null => {
  const { first_name: first, last_name: last, address_1: street, address_2: more } = address ?? {};
  const country = address?.country_code?.toUpperCase() ?? '';
  if (!/^[A-Z]{2}$/.test(country)) return null;
  return {
    name: wordOr([first, last].filter(Boolean).join(' '), '–', 80),
    street: wordOr([street, more].filter(Boolean).join(', '), '–', 120),
    postalCode: wordOr(address?.postal_code, '–', 16),
    city: wordOr(address?.city, '–', 80),
    country,
  };
};

/** An address in Medusa’s words. It tells first and last names apart: the last word is taken for the latter. */
export const fromAddress = ({ name, street, postalCode, city, country }: Address) => {
  const gap = name.lastIndexOf(' ');
  return {
    first_name: gap === -1 ? name : name.slice(0, gap),
    last_name: name.slice(gap + 1).slice(gap === -1 ? name.length : 0),
    address_1: street,
    address_2: '',
    postal_code: postalCode,
    city,
    country_code: country.toLowerCase(),
  };
};

/** One line, in some number of pieces. */
export const toLine = (item: MedusaItem, currency: string, quantity = item.quantity): OrderLine => {
  const price = toMoney(item.unit_price, currency);
  return {
    product: wordOr(item.product_id, item.id, 80),
    sku: articleOf(item),
    title: wordOr(item.product_title ?? item.title, 'Article', 120),
    ...(item.variant_title ? { variant: clip(item.variant_title, 120) } : {}),
    quantity,
    price,
    total: { ...price, amount: price.amount * quantity },
  };
};

/** The article number by which a line is meant. */
export const articleOf = ({ variant_sku: sku, variant_id: variant, id }: MedusaItem): string =>
  clip(sku ?? variant ?? id, 80);

/** All payments of an order that were not cancelled before any money came. */
export const paymentsOf = ({ payment_collections: collections }: MedusaOrder): MedusaPayment[] =>
  collections.flatMap(({ payments }) => payments);

const sumOf = (parts: readonly { amount: number }[]): number =>
  parts.reduce((sum, { amount }) => sum + amount, 0);

/** What was taken and what went back, in minor units. */
export const balanceOf = (order: MedusaOrder): { paid: Money; refunded: Money } => {
  const payments = paymentsOf(order);
  return {
    paid: toMoney(sumOf(payments.flatMap(({ captures }) => captures)), order.currency_code),
    refunded: toMoney(sumOf(payments.flatMap(({ refunds }) => refunds)), order.currency_code),
  };
};

const statusOf = (order: MedusaOrder): OrderStatus => {
  if (order.status === 'canceled') return 'cancelled';
  const { paid, refunded } = balanceOf(order);
  const isBack = order.items.every((item) => item.detail.return_received_quantity >= item.quantity);
  if (isBack) return 'returned';
  if (paid.amount > 0 && refunded.amount >= paid.amount) return 'refunded';
  const parcels = order.fulfillment_status.replace('partially_', '');
  if (parcels === 'delivered' || parcels === 'shipped') return parcels;
  if (parcels === 'fulfilled') return 'packed';
  return paid.amount > 0 ? 'paid' : 'pending';
};

type Sums = Pick<Quote, 'lines' | 'charges' | 'total'>;

/**
 * The lines and what is charged besides. Medusa subtracts refunds from an order’s total and adds tax where prices
 * have none; here the total is what the order cost, and what the lines do not explain is named.
 */
export const sumsOf = (order: MedusaOrder): Sums => {
  const { currency_code: currency, items } = order;
  const money = (amount: number): Money => toMoney(amount, currency);
  const lines = items.map((item) => toLine(item, currency));
  const total = money(order.total + sumOf(order.credit_lines));
  const discount = money(-order.discount_total);
  const named = [
    ...(discount.amount === 0 ? [] : [{ label: 'Discount', amount: discount }]),
    ...order.shipping_methods.map(({ name, amount }) => ({
      label: wordOr(name, 'Shipping', 120),
      amount: money(amount),
    })),
  ];
  const explained = [...lines.map((line) => line.total), ...named.map(({ amount }) => amount)];
  const rest = total.amount - sumOf(explained);
  const isReturned = items.some((item) => item.detail.return_received_quantity > 0);
  return {
    lines,
    charges: [
      ...named,
      ...(rest === 0
        ? []
        : [{ label: isReturned && rest < 0 ? 'Returned' : 'Tax', amount: { ...total, amount: rest } }]),
    ],
    total,
  };
};

const trackingOf = ({ fulfillments }: MedusaOrder): Order['tracking'] => {
  const label = fulfillments
    .filter(({ canceled_at: canceledAt }) => !canceledAt)
    .flatMap(({ labels, provider_id: provider }) => labels.map((each) => ({ ...each, provider })))
    .find(({ tracking_number: number }) => number);
  if (label === undefined) return undefined;
  return {
    carrier: wordOr(label.provider?.replace(/_.*$/, ''), 'Parcel', 120),
    number: wordOr(label.tracking_number, '–', 120),
    ...(label.tracking_url?.startsWith('https://') ? { url: label.tracking_url } : {}),
  };
};

/** An order in the words of the contract; `null` for what has no customer, address or article yet. */
export const toOrder = (order: MedusaOrder): Order | null => {
  const shipTo = toAddress(order.shipping_address);
  if (shipTo === null || !order.email || order.items.length === 0) return null;
  const tracking = trackingOf(order);
  const [payment] = paymentsOf(order);
  return {
    number: String(order.display_id),
    placedAt: order.created_at,
    status: statusOf(order),
    customer: {
      sub: order.customer?.has_account === true ? order.customer.id : null,
      name: wordOr(
        [order.customer?.first_name, order.customer?.last_name].filter(Boolean).join(' '),
        shipTo.name,
        80,
      ),
      email: order.email,
    },
    shipTo,
    ...sumsOf(order),
    ...(tracking === undefined ? {} : { tracking }),
    payment: { method: methodOf(payment), ...balanceOf(order) },
  };
};

/** The way of paying, by its provider’s name. */
export const methodOf = (payment: MedusaPayment | undefined): string => {
  if (payment === undefined) return 'not paid yet';
  const [, name = 'payment'] = /^pp_([a-z0-9-]+)/.exec(payment.provider_id) ?? [];
  // `system` is Medusa’s own provider, for money that is settled outside of it.
  return name === 'system' ? 'manual payment' : clip(name, 40);
};
