import { randomBytes } from 'node:crypto';
import { serve } from '@hono/node-server';
import { mintIdentity } from '@shopbell-example/storefront/identity';
import type { Account, Shop } from '@shopbell/commerce';
import { Hono, type Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { csrf } from 'hono/csrf';
import { secureHeaders } from 'hono/secure-headers';
import { css, page, signedInScript } from './views.ts';

/** What the page needs: the shop behind it, its customers, and how it vouches for them. */
export type PageOptions = {
  port: number;
  relayUrl: string;
  shop: { id: string; signIn: { kid: string; secret: string } };
  behind: Shop;
  accounts: readonly Account[];
};

/** A page that is being served. */
export type ServedPage = AsyncDisposable & { url: string };

const cookie = 'visitor';
const policy = (relayUrl: string) =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'", relayUrl],
      styleSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      frameSrc: [relayUrl],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
    referrerPolicy: 'strict-origin-when-cross-origin',
    strictTransportSecurity: false,
  });

const createApp = ({ relayUrl, shop, behind, accounts }: PageOptions): Hono => {
  const app = new Hono();
  const visitors = new Map<string, Account>();
  const visitorOf = (c: Context): Account | null => visitors.get(getCookie(c, cookie) ?? '') ?? null;
  app.use(policy(relayUrl), csrf());
  app.get('/', async (c) => {
    const account = visitorOf(c);
    const orders = account === null ? [] : ((await behind.ordersOf?.({ sub: account.sub })) ?? []);
    const visitor = account === null ? null : { account, orders };
    return c.html(page({ relayUrl, shop: shop.id, accounts, visitor }));
  });
  app.post('/sign-in', async (c) => {
    const { sub } = await c.req.parseBody();
    const account = accounts.find((each) => each.sub === sub);
    if (account !== undefined) {
      const visit = randomBytes(24).toString('base64url');
      visitors.set(visit, account);
      setCookie(c, cookie, visit, { httpOnly: true, sameSite: 'Lax', path: '/' });
    }
    return c.redirect('/', 303);
  });
  app.post('/sign-out', (c) => {
    visitors.delete(getCookie(c, cookie) ?? '');
    return c.redirect('/', 303);
  });
  app.post('/chat-identity', async (c) => {
    const account = visitorOf(c);
    if (account === null) return c.json({ error: 'Nobody is signed in.' }, 401);
    return c.json({ jwt: await mintIdentity(account, { shop: shop.id, signIn: shop.signIn }) });
  });
  app.get('/page.css', (c) => c.body(css, 200, { 'content-type': 'text/css; charset=utf-8' }));
  app.get('/signed-in.js', (c) =>
    c.body(signedInScript, 200, { 'content-type': 'text/javascript; charset=utf-8' }),
  );
  return app;
};

/** Serves the shop’s page; rejects when the port is taken. */
export const servePage = async (options: PageOptions): Promise<ServedPage> => {
  const app = createApp(options);
  const { promise: listening, resolve, reject } = Promise.withResolvers<number>();
  const server = serve({ fetch: app.fetch, port: options.port, hostname: '127.0.0.1' }, (address) =>
    resolve(address.port),
  );
  server.once('error', reject);
  const port = await listening;
  return {
    url: `http://localhost:${port}/`,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        if ('closeAllConnections' in server) server.closeAllConnections();
      }),
  };
};
