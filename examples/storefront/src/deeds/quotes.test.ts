import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { createHttpShop } from '@shopbell/commerce';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { freshKey } from '../../test/back-office.ts';
import { openShop, settings } from '../../test/open-shop.ts';

afterEach(() => vi.useRealTimers());

const mara = { sub: 'customer-2001', name: 'Mara Lindqvist', email: 'mara.lindqvist@example.com' };
const shipTo = {
  name: 'Mara Lindqvist',
  street: 'Torstraße 1',
  postalCode: '10119',
  city: 'Berlin',
  country: 'DE',
};
const lines = [{ sku: 'alder-mug-clay', quantity: 2 }];
const hourMs = 60 * 60_000;

/** A shop whose books lie in a file, and its owner, who changes a price in them. */
const open = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shopbell-quotes-'));
  const databaseFile = join(folder, 'books.db');
  const running = await openShop({ databaseFile });
  const shop = createHttpShop({ url: `${running.base}/api`, key: settings.apiKey });
  return {
    shop,
    place: (quote: string, version?: string) => {
      const how = { key: freshKey(), ...(version === undefined ? {} : { version }) };
      return shop.placeOrder({ quote, customer: mara, shipTo }, how);
    },
    foresee: (quote: string) =>
      shop.placeOrder({ quote, customer: mara, shipTo }, { key: freshKey(), preview: true }),
    setPrice: (price: number) => {
      using owner = new DatabaseSync(databaseFile);
      owner.prepare('UPDATE variants SET price = ? WHERE sku = ?').run(price, 'alder-mug-clay');
    },
    [Symbol.asyncDispose]: async () => {
      await running[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
};

describe('a quote', () => {
  it('names shipping also where it is free, and the tax by its rates, which the total contains', async () => {
    await using office = await open();
    const tea = (await office.shop.searchProducts({ text: 'sencha', limit: 1 }))[0]?.variants[0]?.sku ?? '';
    const quote = await office.shop.quote({
      lines: [
        { sku: tea, quantity: 2 },
        { sku: 'alder-mug-clay', quantity: 3 },
      ],
    });
    expect(quote.charges).toEqual([{ label: 'Shipping', amount: { amount: 0, currency: 'EUR' } }]);
    const [reduced, standard] = quote.lines.map(({ total }) => total.amount);
    expect(quote.included).toEqual([
      { label: 'VAT 7 %', amount: { amount: Math.round(((reduced ?? 0) * 7) / 107), currency: 'EUR' } },
      { label: 'VAT 19 %', amount: { amount: Math.round(((standard ?? 0) * 19) / 119), currency: 'EUR' } },
    ]);
    expect(quote.total.amount).toBe((reduced ?? 0) + (standard ?? 0));
  });

  it('binds the shop until it expires, whatever the price is by then; a new one has the new price', async () => {
    await using office = await open();
    const quote = await office.shop.quote({ lines });
    office.setPrice(9_900);
    vi.useFakeTimers({ toFake: ['Date'], now: quote.validUntil - 1_000 });
    expect((await office.place(quote.id)).order.total).toEqual(quote.total);
    expect((await office.shop.quote({ lines })).lines[0]?.price.amount).toBe(9_900);
  });

  it('makes no order once it has expired, and says what to do', async () => {
    await using office = await open();
    const quote = await office.shop.quote({ lines });
    vi.useFakeTimers({ toFake: ['Date'], now: quote.validUntil + hourMs });
    for (const asked of [office.foresee(quote.id), office.place(quote.id)])
      await expect(asked).rejects.toMatchObject({
        code: 'conflict',
        message: expect.stringMatching(/expired\. Ask for a new one/),
      });
  });

  it('makes no other order than the one that was foreseen, and says what to do', async () => {
    await using office = await open();
    const quote = await office.shop.quote({ lines });
    const { version } = await office.foresee(quote.id);
    await expect(office.place(quote.id, `${version}x`)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/changed meanwhile\. Ask for it anew/),
    });
    expect((await office.place(quote.id, version)).order.total).toEqual(quote.total);
  });
});
