import type { Context } from 'hono';
import { z } from 'zod';
import type { Books } from './books/books.ts';
import type { Customer } from './books/customers.ts';
import { Cart } from './cart.ts';
import type { ShopSettings } from './config.ts';
import { createCookieJar, type CookieJar } from './cookies.ts';
import { layout, type Html, type Page } from './pages/layout.ts';

/** What a visitor brings along, and how a page is shown to them. */
export type Session = {
  cart: CookieJar<Cart>;
  /** The numbers of orders made in this browser without an account, newest first. */
  placed: CookieJar<string[]>;
  customer: (context: Context) => Customer | null;
  signIn: (context: Context, sub: string | null) => void;
  /** Puts a page’s content into the shop around it. */
  show: (
    context: Context,
    page: Pick<Page, 'title' | 'main' | 'shelf' | 'sought'> & {
      status?: 200 | 400 | 403 | 404 | 409 | 422 | 500;
    },
  ) => Response | Promise<Response>;
};

const dayS = 24 * 60 * 60;

/** The sessions of one shop, all in signed cookies. */
export const createSession = (
  { customers }: Books,
  { cookieSecret: secret, chat }: ShopSettings,
): Session => {
  const signedIn = createCookieJar({
    name: 'alder_customer',
    secret,
    schema: z.string().max(120).nullable(),
    empty: null,
    maxAgeS: 7 * dayS,
  });
  const cart = createCookieJar<Cart>({
    name: 'alder_cart',
    secret,
    schema: Cart,
    empty: [],
    maxAgeS: 30 * dayS,
  });
  const placed = createCookieJar<string[]>({
    name: 'alder_placed',
    secret,
    schema: z.array(z.string().max(40)).max(20),
    empty: [],
    maxAgeS: 30 * dayS,
  });
  const customer = (context: Context): Customer | null => {
    const sub = signedIn.read(context);
    return sub === null ? null : customers.get(sub);
  };
  return {
    cart,
    placed,
    customer,
    signIn: (context, sub) => signedIn.write(context, sub),
    show: (context, { status = 200, ...page }) => {
      const pieces = cart.read(context).reduce((sum, [, count]) => sum + count, 0);
      const visitor = { name: customer(context)?.name ?? null, pieces };
      // What a page shows belongs to one visitor: nothing on the way may keep it.
      context.header('Cache-Control', 'private, no-store');
      const whole: Html = layout({ ...page, visitor, chat });
      return context.html(whole, status);
    },
  };
};
