import { Hono } from 'hono';
import type { Books } from '../books/books.ts';
import type { ChatSettings } from '../config.ts';
import { mintIdentity } from '../identity.ts';
import { messagePage, signInPage } from '../pages/account.ts';
import { orderPage, ordersPage } from '../pages/orders.ts';
import type { Session } from '../session.ts';

/** A path of this shop, or the orders: never an address elsewhere. */
const safeNext = (next: unknown): string =>
  typeof next === 'string' && /^\/[\w/-]*$/.test(next) && !next.startsWith('//') ? next : '/orders';

/** What belongs to somebody: signing in, orders, the token for the chat. */
export const accountRoutes = (books: Books, session: Session, chat: ChatSettings): Hono => {
  const { customers, orders } = books;
  const { customer, placed, signIn, show } = session;
  const routes = new Hono();

  routes.get('/orders', (c) => {
    const who = customer(c);
    if (who === null) return show(c, { title: 'Sign in', main: signInPage(customers.all(), '/orders') });
    return show(c, { title: 'My orders', main: ordersPage(who, orders.of(who)) });
  });

  routes.get('/orders/:number', (c) => {
    const order = orders.get(c.req.param('number').toUpperCase());
    const sub = customer(c)?.sub;
    const isTheirs = order !== null && order.customer !== null && order.customer === sub;
    if (order === null || (!isTheirs && !placed.read(c).includes(order.number))) {
      const main = messagePage(
        'No such order here',
        'There is no order with this number in your account. Sign in as whoever ordered it, or ask us in the chat.',
      );
      return show(c, { title: 'Not found', status: 404, main });
    }
    return show(c, {
      title: `Order ${order.number}`,
      main: orderPage(order, c.req.query('new') !== undefined),
    });
  });

  routes.post('/sign-in', async (c) => {
    const { sub, next } = await c.req.parseBody();
    const who = typeof sub === 'string' ? customers.get(sub) : null;
    if (who === null) return c.redirect('/orders', 303);
    signIn(c, who.sub);
    return c.redirect(safeNext(next), 303);
  });

  routes.post('/sign-out', (c) => {
    signIn(c, null);
    placed.write(c, []);
    return c.redirect('/', 303);
  });

  routes.post('/chat-identity', async (c) => {
    const who = customer(c);
    c.header('Cache-Control', 'no-store');
    return who === null ? c.json({ jwt: null }, 401) : c.json({ jwt: await mintIdentity(who, chat) });
  });

  return routes;
};
