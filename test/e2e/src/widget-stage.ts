import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { signInSecret, startProxy, type Proxy } from '@shopbell-test/kit';
import type { RelayOptions } from '@shopbell/server';
import { openBrowser, openPage } from './browser.ts';
import { openRelay, type Running } from './open-relay.ts';
import { widgetOn, type WidgetOnPage } from './shopper-page.ts';

type Served = { type?: string; text: string; headers?: Record<string, string> };
/** A bare shop’s server: pages by path, each an HTML text, or a text with its type and further headers. */
type Site = AsyncDisposable & { url: string; pages: Map<string, string | Served> };

/** Opens a site on a free port of `localhost`. */
export const openSite = async (): Promise<Site> => {
  const pages: Site['pages'] = new Map([['/favicon.ico', '']]);
  const server = createServer((request, response) => {
    const found = pages.get((request.url ?? '/').split('?')[0] ?? '/');
    const { type, text, headers }: Partial<Served> =
      typeof found === 'string' ? { text: found } : (found ?? {});
    response.writeHead(text === undefined ? 404 : 200, {
      'content-type': `${type ?? 'text/html'};charset=utf-8`,
      ...headers,
    });
    response.end(text);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    pages,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
};

/** A page of the shop with the bell; `head` comes before the script tag, `attributes` onto it. */
export const shopPage = (relay: string, { head = '', attributes = '', root = 'lang="en"' } = {}): string =>
  `<!doctype html><html ${root}><meta name="viewport" content="width=device-width,initial-scale=1">
  <title>Kettles</title>${head}<h1>Kettles</h1><p>All you need to boil water.</p>
  <script src="${relay}/shopbell.js" data-shop="demo" ${attributes} async></script></html>`;

/** A relay behind a network of ours, a shop, and a browser. */
export type Stage = AsyncDisposable & {
  browser: Browser;
  site: Site;
  network: Proxy;
  running: Running;
  /** The relay as browsers see it. */
  relay: string;
  visit: (options?: BrowserContextOptions, before?: (page: Page) => Promise<unknown>) => Promise<Visit>;
};
type Visit = WidgetOnPage & { page: Page; complaints: string[] };

/** Opens the shop `demo` at `/`; the relay and the shop are of one site, so that the frame may store. */
export const openStage = async (options: Partial<RelayOptions> = {}): Promise<Stage> => {
  const target = { port: 0 };
  const stack = new AsyncDisposableStack();
  const network = stack.use(await startProxy(target));
  const relay = `http://localhost:${network.port}`;
  const running = stack.use(await openRelay({ url: relay, ...options }));
  target.port = running.port;
  const site = stack.use(await openSite());
  const signInKeys = [{ kid: 'k1', algorithm: 'HS256' as const, key: signInSecret }];
  await running.relay.admin.saveShop({ id: 'demo', name: 'Kettle & Leaf', origins: [site.url], signInKeys });
  site.pages.set('/', shopPage(relay));
  const browser = stack.use(await openBrowser());
  return {
    browser,
    site,
    network,
    running,
    relay,
    visit: async (options, before) => {
      const { page, complaints } = await openPage(browser, options);
      await before?.(page);
      await page.goto(site.url);
      const widget = widgetOn(page);
      await widget.launcher.waitFor();
      return { ...widget, page, complaints };
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  };
};
