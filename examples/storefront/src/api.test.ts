import { createHttpShop } from '@shopbell/commerce';
import { shopContract, type Tried } from '@shopbell/commerce/contract';
import { describe, expect, it } from 'vitest';
import { openShop, settings } from '../test/open-shop.ts';
import { openBooks } from './books/books.ts';

const knownIn = (): Tried['known'] => {
  const books = openBooks(':memory:');
  const guest = books.orders.of({ sub: '', email: 'hanna.weiss@example.com' })[0];
  const [latest] = books.orders.of({ sub: 'customer-2001' });
  books.close();
  return {
    sub: 'customer-2001',
    email: 'mara.lindqvist@example.com',
    order: latest?.number ?? '',
    guest: { order: guest?.number ?? '', email: 'Hanna.Weiss@example.com' },
    product: 'alder-mug',
    words: 'alder mug',
  };
};

describe('the API for the back office', () => {
  const known = knownIn();
  const titles = shopContract({ shop: createHttpShop({ url: 'http://shop.test', key: '' }), known });

  it.each(titles.map(({ title }) => title))('%s', async (title) => {
    await using open = await openShop();
    const shop = createHttpShop({ url: `${open.base}/api`, key: settings.apiKey });
    const found = shopContract({ shop, known }).find((each) => each.title === title);
    await expect(found?.run()).resolves.toBeUndefined();
  });

  it('opens to its key alone', async () => {
    await using shop = await openShop();
    for (const path of [
      '/api/orders/AS-10401',
      '/api/orders?sub=customer-2001',
      '/api/products?text=mug',
      '/api/x',
    ]) {
      for (const authorization of ['', 'Bearer ', 'Bearer wrong', `Basic ${settings.apiKey}`]) {
        const response = await fetch(`${shop.base}${path}`, { headers: { authorization } });
        expect(response.status, path).toBe(401);
        expect(await response.text()).not.toContain('AS-');
      }
    }
  });

  it('tells pictures and links by the shop’s public address', async () => {
    await using shop = await openShop();
    const product = await createHttpShop({ url: `${shop.base}/api`, key: settings.apiKey }).product(
      'alder-mug',
    );
    expect(product).toMatchObject({
      picture: 'http://shop.test/pictures/alder-mug.clay.svg',
      url: 'http://shop.test/products/alder-mug',
    });
  });
});
