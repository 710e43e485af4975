import type { Context, Hono } from 'hono';
import type { HttpEnv, HttpOptions } from './options.ts';
import { plainPage } from './page.ts';
import { acceptedLanguages, createPanelPages } from './panel.ts';
import { deskPolicy, panelPolicy } from './policy.ts';
import { serveFile } from './serve-file.ts';

const anywhere = { 'cross-origin-resource-policy': 'cross-origin' };
/** Scripts that shops’ pages load, as modules too; they hold nothing of anybody’s. */
const forShops = {
  ...anywhere,
  'access-control-allow-origin': '*',
  'cache-control': 'public, max-age=300, stale-while-revalidate=86400',
};

const notBuilt = (what: string, name: string): Response =>
  plainPage({
    status: 503,
    title: `${what} is not built`,
    lines: [`Its files are missing on this relay. Build them with \`pnpm --filter ${name} build\`.`],
    isFrameable: true,
  });
const noSuchShop = (shop: string | undefined): Response =>
  plainPage({
    status: 404,
    title: 'No such shop',
    lines: [
      shop === undefined
        ? 'The address names no shop: it must be `/panel?shop=<id>`.'
        : `This relay has no shop \`${shop.slice(0, 40).replaceAll('`', '')}\`.`,
      'Check the shop’s id in the script tag of your page. `shopbell shop list` shows the ids there are.',
    ],
    isFrameable: true,
  });

const addWidget = (app: Hono<HttpEnv>, { widget, store, ownOrigins }: HttpOptions): void => {
  const panelOf = createPanelPages(widget);
  app.get('/shopbell.js', async (c) => {
    const file = await widget.file('shopbell.js');
    if (file === null) return notBuilt('The widget', '@shopbell/widget');
    return serveFile(c.req.raw, file, forShops);
  });
  app.get('/panel', async (c) => {
    const id = c.req.query('shop');
    const shop = id === undefined ? null : await store.shop(id);
    if (shop === null) return noSuchShop(id);
    const accepted = acceptedLanguages(c.req.header('accept-language') ?? '');
    const page = await panelOf(shop, [c.req.query('locale') ?? '', ...accepted]);
    if (page === null) return notBuilt('The widget', '@shopbell/widget');
    const html = page.body.toString();
    return serveFile(c.req.raw, page, {
      ...anywhere,
      'cache-control': 'private, max-age=60',
      vary: 'accept-encoding, accept-language',
      'content-security-policy': panelPolicy({ html, ownOrigins: ownOrigins(), shopOrigins: shop.origins }),
    });
  });
  app.get('/widget/*', async (c) => {
    const file = await widget.file(pathUnder('/widget/', c));
    // The panel is served filled in, at its own address alone.
    if (file === null || c.req.path.endsWith('.html')) return c.notFound();
    const { 'cache-control': caching, ...open } = forShops;
    return serveFile(c.req.raw, file, file.immutable ? open : { ...open, 'cache-control': caching });
  });
};

const pathUnder = (prefix: string, c: Context<HttpEnv>): string => c.req.path.slice(prefix.length);

const addDesk = (app: Hono<HttpEnv>, { desk, store, ownOrigins }: HttpOptions): void => {
  app.get('/desk', (c) => c.redirect('/desk/', 308));
  app.get('/desk/*', async (c) => {
    const path = pathUnder('/desk/', c);
    const file = await desk.file(path);
    if (file !== null && path !== 'index.html') return serveFile(c.req.raw, file);
    // Addresses inside the desk are its own to read; what looks like a file is not there.
    if (/\.[a-z0-9]+$/i.test(path) && path !== 'index.html') return c.notFound();
    const index = await desk.file('index.html');
    if (index === null) return notBuilt('The desk', '@shopbell/desk');
    const shops = await store.shops();
    return serveFile(c.req.raw, index, {
      'content-security-policy': deskPolicy({
        html: index.body.toString(),
        ownOrigins: ownOrigins(),
        shopOrigins: [...new Set(shops.flatMap((shop) => shop.origins))],
      }),
    });
  });
};

/** The files of the widget and the desk, and a few words at the front door. */
export const addStatic = (app: Hono<HttpEnv>, options: HttpOptions): void => {
  addWidget(app, options);
  addDesk(app, options);
  app.get('/', () =>
    plainPage({
      status: 200,
      title: 'A Shopbell relay',
      lines: [
        'Agents work at `/desk`. The HTTP API is described at `/v1/openapi.json`.',
        'Shops load the widget from `/shopbell.js`.',
      ],
    }),
  );
};
