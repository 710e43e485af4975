import { jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { address, openShop, settings } from '../test/open-shop.ts';

const mara = 'customer-2001';
const numbersIn = (html: string): string[] => [
  ...new Set([...html.matchAll(/href="\/orders\/(AS-\d+)"/g)].map(([, n = '']) => n)),
];

describe('signing in', () => {
  it('shows one’s own orders, and nobody else’s', async () => {
    await using shop = await openShop();
    const [visitor, other] = [shop.visitor(), shop.visitor()];
    await visitor.post('/sign-in', { sub: mara, next: '/orders' });
    await other.post('/sign-in', { sub: 'customer-2002', next: '/orders' });
    const mine = numbersIn((await visitor.get('/orders')).html);
    const theirs = numbersIn((await other.get('/orders')).html);
    expect(mine.length).toBeGreaterThan(4);
    expect(theirs.some((number) => mine.includes(number))).toBe(false);
    expect((await visitor.get(`/orders/${mine[0]}`)).status).toBe(200);
    expect((await visitor.get(`/orders/${theirs[0]}`)).status).toBe(404);
    expect((await shop.visitor().get(`/orders/${mine[0]}`)).status).toBe(404);
  });

  it('is kept in a signed cookie that scripts cannot read and other sites do not send', async () => {
    await using shop = await openShop();
    const visitor = shop.visitor();
    const { headers } = await visitor.post('/sign-in', { sub: mara, next: '/orders' });
    const [cookie = ''] = headers.getSetCookie();
    expect(cookie).toMatch(/^alder_customer=/);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Lax');
    visitor.cookies.set('alder_customer', `${visitor.cookies.get('alder_customer')}x`);
    expect((await visitor.get('/orders')).html).toContain('Who are you today?');
  });

  it('does not take one cookie for another', async () => {
    await using shop = await openShop();
    const visitor = shop.visitor();
    await visitor.post('/cart', { sku: 'alder-mug-clay', quantity: '1' });
    visitor.cookies.set('alder_customer', visitor.cookies.get('alder_cart') ?? '');
    expect((await visitor.get('/orders')).html).toContain('Who are you today?');
  });

  it('ends by signing out', async () => {
    await using shop = await openShop();
    const visitor = shop.visitor();
    await visitor.post('/sign-in', { sub: mara, next: '/orders' });
    await visitor.post('/sign-out', {});
    expect((await visitor.get('/orders')).html).toContain('Who are you today?');
  });

  it.each(['//evil.example', 'https://evil.example', '/\\evil.example', 'javascript:alert(1)'])(
    'goes on only within the shop, not to %s',
    async (next) => {
      await using shop = await openShop();
      const { headers } = await shop.visitor().post('/sign-in', { sub: mara, next });
      expect(headers.get('location')).toBe('/orders');
    },
  );

  it('takes no form from another site', async () => {
    await using shop = await openShop();
    const evil = { origin: 'https://evil.example' };
    for (const path of ['/sign-in', '/sign-out', '/cart', '/cart/change', '/checkout']) {
      expect((await shop.visitor().post(path, { sub: mara }, evil)).status, path).toBe(403);
    }
  });
});

describe('an order without an account', () => {
  it('is shown in the browser that made it, and in no other', async () => {
    await using shop = await openShop();
    const visitor = shop.visitor();
    await visitor.post('/cart', { sku: 'alder-mug-clay', quantity: '1' });
    const { headers } = await visitor.post('/checkout', { ...address, checkout: crypto.randomUUID() });
    const path = headers.get('location') ?? '';
    expect((await visitor.get(path)).status).toBe(200);
    expect((await shop.visitor().get(path)).status).toBe(404);
  });
});

describe('the token for the chat', () => {
  const key = new TextEncoder().encode(settings.chat.signIn.secret);

  it('names the signed-in customer, for this shop, for at most ten minutes', async () => {
    await using shop = await openShop();
    const visitor = shop.visitor();
    await visitor.post('/sign-in', { sub: mara, next: '/orders' });
    const { html } = await visitor.post('/chat-identity', {});
    const { payload, protectedHeader } = await jwtVerify(JSON.parse(html).jwt, key, { audience: 'demo' });
    expect(protectedHeader).toEqual({ alg: 'HS256', kid: 'kid-of-the-tests' });
    expect(payload).toMatchObject({ sub: mara, name: 'Mara Lindqvist', email: 'mara.lindqvist@example.com' });
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBeLessThanOrEqual(600);
  });

  it('is given to nobody who is not signed in, and asked for only where somebody is', async () => {
    await using shop = await openShop();
    const visitor = shop.visitor();
    expect((await visitor.post('/chat-identity', {})).status).toBe(401);
    expect((await visitor.get('/')).html).not.toContain('signed-in.js');
    await visitor.post('/sign-in', { sub: mara, next: '/orders' });
    expect((await visitor.get('/')).html).toContain('<script src="/signed-in.js" defer></script>');
  });
});
