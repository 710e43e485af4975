import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import { openBooks, type Books } from './books/books.ts';
import type { ShopSettings } from './config.ts';
import { messagePage } from './pages/account.ts';
import { accountRoutes } from './routes/account.ts';
import { createDeeds } from './deeds/deeds.ts';
import { apiRoutes } from './routes/api.ts';
import { assetRoutes } from './routes/assets.ts';
import { browseRoutes } from './routes/browse.ts';
import { buyRoutes } from './routes/buy.ts';
import { payRoutes } from './routes/pay.ts';
import { createSession } from './session.ts';

/** What a page may load: the shop’s own things, and of the relay its script and its frame. */
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
    crossOriginResourcePolicy: false,
    crossOriginOpenerPolicy: 'same-origin',
    strictTransportSecurity: false,
  });

/** The whole shop as an application that answers requests, without a socket. */
export const createStorefront = (books: Books, settings: ShopSettings): Hono => {
  const app = new Hono();
  const session = createSession(books, settings);
  app.use(policy(settings.chat.relayUrl));
  app.get('/healthz', (c) => c.text('ok'));
  const deeds = createDeeds(books, settings.publicUrl);
  app.route('/api', apiRoutes(books, deeds, settings));
  app.use(csrf(), bodyLimit({ maxSize: 32 * 1024 }));
  app.route('/', browseRoutes(books, session));
  app.route('/', buyRoutes(books, session));
  app.route('/', accountRoutes(books, session, settings.chat));
  app.route('/', payRoutes(books, deeds, session));
  app.route('/', assetRoutes());
  app.notFound((c) =>
    session.show(c, {
      title: 'Not found',
      status: 404,
      main: messagePage('Nothing here', 'There is no page at this address.'),
    }),
  );
  app.onError((error, c) => {
    if (error instanceof HTTPException && error.status < 500) {
      const main = messagePage(
        'That was not taken',
        'The form did not come from this shop, or was too long.',
      );
      return session.show(c, { title: 'Not taken', status: error.status === 403 ? 403 : 400, main });
    }
    console.error(error);
    const main = messagePage(
      'That did not work',
      'Something is wrong on our side. Please try again in a moment.',
    );
    return session.show(c, { title: 'Something is wrong', status: 500, main });
  });
  return app;
};

/** A running shop. `port` is the one it was given, when it asked for any. */
export type RunningStorefront = { port: number; close: () => Promise<void> };

/** Opens the books and serves the shop; rejects when the port is taken. */
export const startStorefront = async (settings: ShopSettings): Promise<RunningStorefront> => {
  const books = openBooks(settings.databaseFile);
  const { port, host: hostname } = settings;
  const app = createStorefront(books, settings);
  const { promise: listening, resolve, reject } = Promise.withResolvers<number>();
  const server = serve({ fetch: app.fetch, port, hostname }, (address) => resolve(address.port));
  server.once('error', reject);
  try {
    const taken = await listening;
    return {
      port: taken,
      close: () =>
        new Promise((done) => {
          server.close(() => {
            books.close();
            done();
          });
          if ('closeAllConnections' in server) server.closeAllConnections();
        }),
    };
  } catch (error) {
    books.close();
    throw error;
  }
};
