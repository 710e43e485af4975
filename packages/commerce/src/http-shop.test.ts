import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { sampleShop } from '../test/sample-shop.ts';
import { shopContract } from './contract.ts';
import { createHttpShop } from './http-shop.ts';

const key = 'test-key-of-the-order-book';
const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

const serve = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
};

/** The API of the README over the sample shop. */
const answer = async (path: string, query: URLSearchParams): Promise<unknown> => {
  const [, kind, id] = /^\/api\/(orders|products)(?:\/(.*))?$/.exec(path) ?? [];
  if (kind === 'orders' && id !== undefined) return sampleShop.order?.(decodeURIComponent(id));
  if (kind === 'orders') {
    const email = query.get('email');
    const customer = { sub: query.get('sub') ?? '', ...(email === null ? {} : { email }) };
    return { orders: await sampleShop.ordersOf?.(customer) };
  }
  if (id !== undefined) return sampleShop.product?.(decodeURIComponent(id));
  return {
    products: await sampleShop.searchProducts?.({
      text: query.get('text') ?? '',
      limit: Number(query.get('limit')),
    }),
  };
};
const api: RequestListener = (request, response) => {
  const url = new URL(request.url ?? '/', 'http://api');
  if (request.headers.authorization !== `Bearer ${key}`) {
    response.writeHead(401).end();
    return;
  }
  void answer(url.pathname, url.searchParams).then((found) =>
    response.writeHead(found === null ? 404 : 200).end(JSON.stringify(found)),
  );
};

describe('a shop behind HTTP', () => {
  const known = {
    sub: 'c-1',
    email: 'ada@example.com',
    order: 'L-1002',
    guest: { order: 'L-1003', email: 'ben@example.com' },
    product: 'lamp',
    words: 'desk lamp',
  };
  const titles = shopContract({ shop: sampleShop, known }).map(({ title }) => title);
  it.each(titles)('%s', async (title) => {
    const shop = createHttpShop({ url: await serve(api), key });
    const found = shopContract({ shop, known }).find((each) => each.title === title);
    await found?.run();
    expect(found).toBeDefined();
  });

  it.each<[string, RequestListener]>([
    ['a wrong key', api],
    ['an error', (_, response) => response.writeHead(500).end('{}')],
    ['no JSON', (_, response) => response.end('<html>')],
    ['another shape', (_, response) => response.end('{"number":"L-1001"}')],
    ['a redirect', (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end()],
    ['silence', () => undefined],
    ['a broken connection', (request) => request.socket.destroy()],
  ])('is unavailable on %s, and says nothing of the key', async (_, listener) => {
    const url = await serve(listener);
    const shop = createHttpShop({ url, key: 'the-wrong-key', timeoutMs: 300 });
    const error = await shop.order('L-1001').catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'unavailable' });
    expect(String(error)).not.toContain('the-wrong-key');
  });

  it('gives up when nobody waits any more', async () => {
    const shop = createHttpShop({ url: await serve(() => undefined), key });
    const stop = new AbortController();
    const asked = shop.order('L-1001', { signal: stop.signal });
    stop.abort();
    await expect(asked).rejects.toMatchObject({ code: 'unavailable' });
  });
});
