import { createHttpShop } from '@shopbell/commerce';
import { shopContract, type Tried } from '@shopbell/commerce/contract';
import { describe, expect, it } from 'vitest';
import { openShop, settings } from '../test/open-shop.ts';
import { openBooks, type Books } from './books/books.ts';
import type { StoredOrder } from './books/orders.ts';

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const berlin = {
  name: 'Ada Park',
  street: 'Torstraße 1',
  postalCode: '10119',
  city: 'Berlin',
  country: 'DE',
};

/** What each writing method is tried with, and what it must refuse: on orders as the seeded books have them. */
const samplesIn = (books: Books): NonNullable<Tried['known']['writes']> => {
  const all = Array.from({ length: 60 }, (_, index) => books.orders.get(`AS-${10_460 - index}`));
  const fresh = (order: StoredOrder): boolean => order.placedAt > Date.now() - 50 * 86_400_000;
  const first = (fits: (order: StoredOrder) => boolean) => {
    const order = all.find((each) => each !== null && fits(each));
    const [line] = order?.lines ?? [];
    if (!order || !line) throw new Error('The books have no such order.');
    return { number: order.number, line, kinds: books.products.get(line.product)?.variants ?? [] };
  };
  const paid = first(({ status }) => status === 'paid');
  const pending = first(({ status }) => status === 'pending');
  const shipped = first(({ status }) => status === 'shipped');
  const back = first((order) => order.status === 'delivered' && fresh(order));
  const one = [{ sku: back.line.sku, quantity: 1 }];
  const other = back.kinds.find(({ sku, stock }) => sku !== back.line.sku && stock > 0);
  const reason = 'As the contract wants it';
  const swap = (wanted: string) => ({
    order: back.number,
    lines: [{ sku: back.line.sku, quantity: 1, wanted }],
    reason,
  });
  const refund = (amount: number) => ({
    order: back.number,
    lines: [{ sku: back.line.sku, amount: eur(amount) }],
    reason,
  });
  const account = { customer: 'customer-2001' };
  return {
    cancelOrder: { input: { order: paid.number, reason }, refused: { order: shipped.number, reason } },
    changeItems: {
      input: { order: paid.number, lines: [{ sku: 'brass-scoop-one', quantity: 1 }] },
      refused: { order: paid.number, lines: [{ sku: 'brass-scoop-one', quantity: 900 }] },
    },
    changeAddress: {
      input: { order: paid.number, shipTo: berlin },
      refused: { order: paid.number, shipTo: { ...berlin, country: 'US' } },
    },
    changePayment: {
      input: { order: pending.number, method: 'prepayment' },
      refused: { order: pending.number, method: 'cowries' },
    },
    requestPayment: { input: { order: pending.number }, refused: { order: paid.number } },
    openReturn: {
      input: { order: back.number, lines: one, reason },
      refused: { order: back.number, lines: [{ sku: back.line.sku, quantity: 99 }], reason },
    },
    openExchange: { input: swap(other?.sku ?? ''), refused: swap(back.line.sku) },
    refund: { input: refund(100), refused: refund(10_000_000) },
    grantGoodwill: {
      input: { order: back.number, amount: eur(500), reason },
      refused: { order: back.number, amount: eur(5_001), reason },
    },
    changeAccountAddress: {
      input: { ...account, address: berlin },
      refused: { customer: 'nobody', address: berlin },
    },
    changeAccountContact: {
      input: { ...account, phone: '+49 40 123456' },
      refused: { ...account, email: 'jonas.brandt@example.com' },
    },
    recordComplaint: { input: { about: 'A lid', text: 'It broke.' } },
    captureLead: { input: { name: 'Ada Park', email: 'ada@example.com', interest: 'Teapots' } },
    scheduleFollowUp: {
      input: { at: Date.now() + 86_400_000, about: 'Arrived?' },
      refused: { at: 1, about: 'Arrived?' },
    },
  };
};

const knownIn = (): Tried['known'] => {
  const books = openBooks(':memory:');
  const writes = samplesIn(books);
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
    quote: { lines: [{ sku: 'alder-mug-clay', quantity: 2 }] },
    writes,
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
