import { createHttpShop, type Order } from '@shopbell/commerce';
import { describe, expect, it } from 'vitest';
import { address, openShop, settings, type Visitor } from '../test/open-shop.ts';

const checkoutId = async (visitor: Visitor): Promise<string> => {
  const { html } = await visitor.get('/checkout');
  return /name="checkout"\s+value="([^"]+)"/.exec(html)?.[1] ?? '';
};
const put = (visitor: Visitor, sku: string, quantity = '1') => visitor.post('/cart', { sku, quantity });
const order = async (visitor: Visitor, given: Partial<typeof address> = {}): Promise<string> => {
  const checkout = await checkoutId(visitor);
  const { headers, status } = await visitor.post('/checkout', { ...address, ...given, checkout });
  expect(status).toBe(303);
  return /^\/orders\/(AS-\d+)\?new$/.exec(headers.get('location') ?? '')?.[1] ?? '';
};
const booked = async (base: string, number: string): Promise<Order> => {
  const found = await createHttpShop({ url: `${base}/api`, key: settings.apiKey }).order(number);
  if (!found) throw new Error(`There is no order ${number}.`);
  return found;
};
const stockOf = async (base: string, product: string, sku: string): Promise<boolean> => {
  const found = await createHttpShop({ url: `${base}/api`, key: settings.apiKey }).product(product);
  return found?.variants.find((variant) => variant.sku === sku)?.available ?? false;
};

describe('the cart', () => {
  it('begins empty and says where to go', async () => {
    await using shop = await openShop();
    expect((await shop.visitor().get('/cart')).html).toContain('Your cart is empty');
  });

  it('adds, changes and removes pieces without JavaScript', async () => {
    await using shop = await openShop();
    const visitor = shop.visitor();
    expect((await put(visitor, 'alder-mug-clay', '2')).status).toBe(303);
    await put(visitor, 'alder-mug-clay');
    expect((await visitor.get('/cart')).html).toContain('€66.00');
    await visitor.post('/cart/change', { sku: 'alder-mug-clay', quantity: '1' });
    expect((await visitor.get('/cart')).html).toContain('€26.90');
    await visitor.post('/cart/change', { sku: 'alder-mug-clay', quantity: '0' });
    expect((await visitor.get('/cart')).html).toContain('Your cart is empty');
  });

  it('never holds more than there is, nor less than nothing', async () => {
    await using shop = await openShop();
    const visitor = shop.visitor();
    await put(visitor, 'alder-teapot-ink', '999');
    expect((await visitor.get('/cart')).html).toContain('€256.00');
    await put(visitor, 'brass-scoop-one', '-5');
    expect((await visitor.get('/cart')).html).toContain('€270.00');
    expect((await put(visitor, 'no-such-thing')).status).toBe(404);
  });

  it('reads as empty when its cookie was altered', async () => {
    await using shop = await openShop();
    const visitor = shop.visitor();
    await put(visitor, 'alder-mug-clay');
    const [payload = '', signature = ''] = (visitor.cookies.get('alder_cart') ?? '').split('.');
    const forged = Buffer.from(payload, 'base64url').toString().replace('alder-mug-clay', 'alder-mug-moss');
    visitor.cookies.set('alder_cart', `${Buffer.from(forged).toString('base64url')}.${signature}`);
    expect((await visitor.get('/cart')).html).toContain('Your cart is empty');
  });
});

describe('the checkout', () => {
  it('makes an order whose lines, shipping and total add up, and empties the cart', async () => {
    await using shop = await openShop();
    const visitor = shop.visitor();
    await put(visitor, 'alder-mug-clay', '2');
    const number = await order(visitor);
    const made = await booked(shop.base, number);
    expect(made).toMatchObject({
      status: 'pending',
      customer: { sub: null, name: 'Ada Park', email: 'ada@example.com' },
      lines: [{ sku: 'alder-mug-clay', quantity: 2, total: { amount: 4400, currency: 'EUR' } }],
      charges: [{ label: 'Shipping', amount: { amount: 490 } }],
      total: { amount: 4890 },
    });
    const page = await visitor.get(`/orders/${number}?new`);
    expect(page.html).toContain('Thank you, Ada.');
    expect(page.html).toContain('€48.90');
    expect((await visitor.get('/cart')).html).toContain('Your cart is empty');
  });

  it('ships for nothing from sixty euros on', async () => {
    await using shop = await openShop();
    const visitor = shop.visitor();
    await put(visitor, 'alder-teapot-moss');
    expect(await booked(shop.base, await order(visitor))).toMatchObject({
      charges: [{ label: 'Shipping', amount: { amount: 0 } }],
      included: [{ label: 'VAT 19 %', amount: { amount: 1022 } }],
      total: { amount: 6400 },
    });
  });

  it('makes one order of a form that is sent twice', async () => {
    await using shop = await openShop();
    const visitor = shop.visitor();
    await put(visitor, 'alder-mug-clay');
    const before = new Map(visitor.cookies);
    const checkout = await checkoutId(visitor);
    const first = await visitor.post('/checkout', { ...address, checkout });
    visitor.cookies.clear();
    for (const [name, value] of before) visitor.cookies.set(name, value);
    const second = await visitor.post('/checkout', { ...address, checkout });
    expect(second.headers.get('location')).toBe(first.headers.get('location'));
  });

  it('takes the pieces from stock, and orders nothing that somebody else took meanwhile', async () => {
    await using shop = await openShop();
    const [first, second] = [shop.visitor(), shop.visitor()];
    await put(first, 'alder-teapot-ink', '4');
    await put(second, 'alder-teapot-ink', '1');
    const checkout = await checkoutId(second);
    await order(first);
    expect(await stockOf(shop.base, 'alder-teapot', 'alder-teapot-ink')).toBe(false);
    const refused = await second.post('/checkout', { ...address, checkout });
    expect(refused.status).toBe(409);
    expect(refused.html).toContain('Sold out: please remove it.');
  });

  it('says at each field what is wrong, and keeps what was typed', async () => {
    await using shop = await openShop();
    const visitor = shop.visitor();
    await put(visitor, 'alder-mug-clay');
    const checkout = await checkoutId(visitor);
    const { status, html } = await visitor.post('/checkout', {
      ...address,
      checkout,
      name: ' ',
      email: 'ada at home',
      street: 'Am "Wall" <1>',
    });
    expect(status).toBe(422);
    expect(html).toContain('id="name-wrong"');
    expect(html).toContain('id="email-wrong"');
    expect(html).not.toContain('id="street-wrong"');
    expect(html).toContain('value="Am &quot;Wall&quot; &lt;1&gt;"');
    expect(html.match(/aria-invalid="true"/g)).toHaveLength(2);
  });

  it.each([
    ['DE', '2819', false],
    ['DE', '28195', true],
    ['NL', '1016 gv', true],
    ['NL', '10166', false],
    ['IE', 'D08 XK76', true],
    ['PT', '1200066', false],
    ['XX', '28195', false],
  ])('checks the postal code by the country: %s %s', async (country, postalCode, isRight) => {
    await using shop = await openShop();
    const visitor = shop.visitor();
    await put(visitor, 'alder-mug-clay');
    const checkout = await checkoutId(visitor);
    const { status } = await visitor.post('/checkout', { ...address, country, postalCode, checkout });
    expect(status).toBe(isRight ? 303 : 422);
  });

  it('sends those with an empty cart back to it', async () => {
    await using shop = await openShop();
    const { status, headers } = await shop.visitor().get('/checkout');
    expect([status, headers.get('location')]).toEqual([303, '/cart']);
  });

  it('escapes hostile names wherever they are shown', async () => {
    await using shop = await openShop();
    const visitor = shop.visitor();
    await put(visitor, 'alder-mug-clay');
    const hostile = '<script>alert(1)</script>';
    const number = await order(visitor, { name: hostile, street: '"><svg onload=alert(1)>', city: "'&amp;" });
    const { html } = await visitor.get(`/orders/${number}`);
    expect(html).not.toContain(hostile);
    expect(html).not.toContain('<svg onload');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(await booked(shop.base, number)).toMatchObject({ customer: { name: hostile } });
  });
});
