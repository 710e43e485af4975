import type { Order, OrderLine, Product } from '@shopbell/commerce';
import type { SoldLine, StoredOrder } from '../books/orders.ts';
import type { StoredProduct } from '../books/products.ts';
import { currency } from '../money.ts';
import { taxIn } from '../tax.ts';

/** Cents in the words of the API. */
export const money = (amount: number) => ({ amount, currency });

const trackingPages: Record<string, string> = {
  DHL: 'https://www.dhl.de/en/privatkunden/pakete-empfangen/verfolgen.html?idc=',
  GLS: 'https://gls-group.com/track?match=',
  PostNL: 'https://postnl.nl/tracktrace/?B=',
};

/** Some pieces, as they were sold. */
export const toLine = (line: SoldLine, publicUrl: string): OrderLine => {
  const { product, sku, title, variant, picture, quantity, price } = line;
  const pictured = { picture: `${publicUrl}${picture}` };
  return {
    product,
    sku,
    title,
    variant,
    ...pictured,
    quantity,
    price: money(price),
    total: money(price * quantity),
  };
};

/** An order of the book in the words of the API. */
export const toOrder = (order: StoredOrder, publicUrl: string): Order => ({
  number: order.number,
  placedAt: order.placedAt,
  status: order.status,
  customer: { sub: order.customer, name: order.name, email: order.email },
  shipTo: {
    name: order.name,
    street: order.street,
    postalCode: order.postalCode,
    city: order.city,
    country: order.country,
  },
  lines: order.lines.map((line) => toLine(line, publicUrl)),
  charges: order.charges.map(({ label, amount }) => ({ label, amount: money(amount) })),
  total: money(order.total),
  included: taxIn(order.lines, order.charges),
  payment: { method: order.method, paid: money(order.paid), refunded: money(order.refunded) },
  ...(order.tracking === null
    ? {}
    : {
        tracking: {
          ...order.tracking,
          url: `${trackingPages[order.tracking.carrier] ?? ''}${order.tracking.number}`,
        },
      }),
});

/** A product in the words of the API. */
export const toProduct = (product: StoredProduct, publicUrl: string): Product => {
  const [first] = product.variants;
  return {
    id: product.id,
    title: product.title,
    text: product.text,
    ...(first === undefined ? {} : { picture: `${publicUrl}${first.picture}` }),
    url: `${publicUrl}/products/${product.id}`,
    price: money(Math.min(...product.variants.map((variant) => variant.price))),
    available: product.variants.some(({ stock }) => stock > 0),
    variants: product.variants.map(({ sku, label, price, stock }) => ({
      sku,
      label,
      price: money(price),
      available: stock > 0,
    })),
  };
};
