import { Hono } from 'hono';
import type { Books } from '../books/books.ts';
import type { Deeds } from '../deeds/deeds.ts';
import { messagePage } from '../pages/account.ts';
import { labelPage, payPage } from '../pages/pay.ts';
import type { Session } from '../session.ts';

/** The pages behind links in the chat: paying, and the label of a parcel that goes back. */
export const payRoutes = ({ papers, orders }: Books, deeds: Deeds, { show }: Session): Hono => {
  const routes = new Hono();
  const unknown = {
    title: 'Not found',
    status: 404 as const,
    main: messagePage('Nothing here', 'There is no page at this address. Ask us in the chat for a new link.'),
  };

  routes.get('/pay/:id', (c) => {
    const payment = deeds.payment(c.req.param('id'));
    return payment === null
      ? show(c, unknown)
      : show(c, { title: `Pay order ${payment.order}`, main: payPage(payment) });
  });
  routes.post('/pay/:id', (c) => {
    const payment = deeds.settle(c.req.param('id'));
    return payment === null ? show(c, unknown) : c.redirect(`/pay/${payment.id}`, 303);
  });
  routes.get('/labels/:id', (c) => {
    const parcel = papers.parcelBack(c.req.param('id'));
    const order = parcel === null ? null : orders.get(parcel.order);
    if (parcel === null || order === null) return show(c, unknown);
    return show(c, { title: 'Parcel label', main: labelPage(parcel, order) });
  });
  return routes;
};
