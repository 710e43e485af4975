import { createHash, timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import type { Books } from '../books/books.ts';
import type { ShopSettings } from '../config.ts';
import type { Deeds } from '../deeds/deeds.ts';
import { toOrder, toProduct } from '../deeds/words.ts';
import { deedRoutes } from './deeds.ts';

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** The API for the back office, behind a bearer key. */
export const apiRoutes = (books: Books, deeds: Deeds, { apiKey, publicUrl }: ShopSettings): Hono => {
  const { orders, products } = books;
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
  routes.route('/', deedRoutes(books, deeds));
  routes.all('*', (c) => c.json({ error: 'No such address.' }, 404));
  return routes;
};
