import { createHash, timingSafeEqual } from 'node:crypto';
import type { Order, Product } from '@shopbell/commerce';
import { Hono } from 'hono';
import type { Books } from '../books/books.ts';
import type { StoredOrder } from '../books/orders.ts';
import type { StoredProduct } from '../books/products.ts';
import type { ShopSettings } from '../config.ts';
import { currency } from '../money.ts';

const money = (amount: number) => ({ amount, currency });

const trackingPages: Record<string, string> = {
  DHL: 'https://www.dhl.de/en/privatkunden/pakete-empfangen/verfolgen.html?idc=',
  GLS: 'https://gls-group.com/track?match=',
  PostNL: 'https://postnl.nl/tracktrace/?B=',
};

/** An order of the book in the words of the API. */
const toOrder = (order: StoredOrder, publicUrl: string): Order => ({
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
  lines: order.lines.map(({ product, sku, title, variant, picture, quantity, price }) => ({
    product,
    sku,
    title,
    variant,
    picture: `${publicUrl}${picture}`,
    quantity,
    price: money(price),
    total: money(price * quantity),
  })),
  charges: order.charges.map(({ label, amount }) => ({ label, amount: money(amount) })),
  total: money(order.total),
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
const toProduct = (product: StoredProduct, publicUrl: string): Product => {
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

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The API for the back office, behind a bearer key. */
export const apiRoutes = ({ orders, products }: Books, { apiKey, publicUrl }: ShopSettings): Hono => {
  const routes = new Hono();
  const expected = digest(`Bearer ${apiKey}`);

  routes.use(async (c, next) => {
    c.header('Cache-Control', 'no-store');
    if (timingSafeEqual(digest(c.req.header('authorization') ?? ''), expected)) return next();
    return c.json({ error: 'Send the shop’s API key as “Authorization: Bearer …”.' }, 401);
  });

  routes.get('/orders/:number', (c) => {
    const order = orders.get(c.req.param('number').toUpperCase());
    return order === null ? c.json({ error: 'No such order.' }, 404) : c.json(toOrder(order, publicUrl));
  });
  routes.get('/orders', (c) => {
    const sub = c.req.query('sub');
    if (sub === undefined) return c.json({ error: 'Say whose: ?sub=<customer number>.' }, 400);
    return c.json({
      orders: orders.of({ sub, email: c.req.query('email') }).map((order) => toOrder(order, publicUrl)),
    });
  });
  routes.get('/products/:id', (c) => {
    const product = products.get(c.req.param('id'));
    return product === null
      ? c.json({ error: 'No such product.' }, 404)
      : c.json(toProduct(product, publicUrl));
  });
  routes.get('/products', (c) => {
    const limit = Math.min(Math.max(Number(c.req.query('limit')) || 20, 1), 50);
    const found = products.search(c.req.query('text') ?? '').slice(0, limit);
    return c.json({ products: found.map((product) => toProduct(product, publicUrl)) });
  });
  routes.all('*', (c) => c.json({ error: 'No such address.' }, 404));
  return routes;
};
