import { Hono, type Context } from 'hono';
import type { Books } from '../books/books.ts';
import { cartLines, goodsOf, piecesOf, withPieces } from '../cart.ts';
import { freshForm, readForm, type CheckoutForm } from '../checkout.ts';
import { shippingFor } from '../money.ts';
import { messagePage } from '../pages/account.ts';
import { cartPage } from '../pages/cart.ts';
import { checkoutPage } from '../pages/checkout.ts';
import type { Session } from '../session.ts';

/** The sku and quantity of a sent form; the last quantity counts, as that of the pressed button. */
const pieceForm = async (context: Context): Promise<{ sku: string; quantity: number }> => {
  const { sku, quantity } = await context.req.parseBody({ all: true });
  const last = Array.isArray(quantity) ? quantity.at(-1) : quantity;
  const count = Number(last);
  return { sku: typeof sku === 'string' ? sku : '', quantity: Number.isInteger(count) ? count : 1 };
};

const cartRoutes = ({ products }: Books, { cart, show }: Session): Hono => {
  const routes = new Hono();
  const unknown = (c: Context) =>
    show(c, {
      title: 'Not found',
      status: 404,
      main: messagePage('No longer sold', 'This article is not in our range any more.'),
    });

  routes.get('/cart', (c) => show(c, { title: 'Cart', main: cartPage(cartLines(cart.read(c), products)) }));

  routes.post('/cart', async (c) => {
    const { sku, quantity } = await pieceForm(c);
    const variant = products.variant(sku);
    if (variant === null) return unknown(c);
    const before = cart.read(c);
    const wanted = Math.min(piecesOf(before, sku) + Math.max(1, quantity), Math.max(1, variant.stock));
    cart.write(c, withPieces(before, sku, wanted));
    return c.redirect('/cart', 303);
  });

  routes.post('/cart/change', async (c) => {
    const { sku, quantity } = await pieceForm(c);
    const before = cart.read(c);
    if (piecesOf(before, sku) === 0) return unknown(c);
    cart.write(c, withPieces(before, sku, quantity));
    return c.redirect('/cart', 303);
  });

  return routes;
};

const checkoutRoutes = ({ products, orders }: Books, session: Session): Hono => {
  const routes = new Hono();
  const { cart, placed, customer, show } = session;

  const place = (c: Context, { checkout, ...recipient }: CheckoutForm) => {
    const lines = cartLines(cart.read(c), products);
    return orders.place({
      ...recipient,
      checkout,
      placedAt: Date.now(),
      status: 'pending',
      customer: customer(c)?.sub ?? null,
      lines: lines.map(({ variant, quantity }) => ({
        product: variant.product,
        sku: variant.sku,
        title: variant.title,
        variant: variant.label,
        picture: variant.picture,
        quantity,
        price: variant.price,
      })),
      charges: shippingFor(goodsOf(lines)),
      tracking: null,
    });
  };

  routes.get('/checkout', (c) => {
    const lines = cartLines(cart.read(c), products);
    if (lines.length === 0) return c.redirect('/cart', 303);
    return show(c, { title: 'Checkout', main: checkoutPage(lines, freshForm(customer(c))) });
  });

  routes.post('/checkout', async (c) => {
    const lines = cartLines(cart.read(c), products);
    if (lines.length === 0) return c.redirect('/cart', 303);
    const read = readForm(await c.req.parseBody());
    if (!read.ok) return show(c, { title: 'Checkout', status: 422, main: checkoutPage(lines, read.state) });
    const result = place(c, read.form);
    if (!result.ok)
      return show(c, { title: 'Cart', status: 409, main: cartPage(cartLines(cart.read(c), products)) });
    cart.write(c, []);
    placed.write(c, [result.number, ...placed.read(c)].slice(0, 20));
    return c.redirect(`/orders/${result.number}?new`, 303);
  });

  return routes;
};

/** Buying: the cart and the checkout. */
export const buyRoutes = (books: Books, session: Session): Hono =>
  new Hono().route('/', cartRoutes(books, session)).route('/', checkoutRoutes(books, session));
