import type { ShopSettings } from '../src/config.ts';
import { startStorefront } from '../src/storefront.ts';

/** The settings of a shop for tests: a free port, books in memory. */
export const settings: ShopSettings = {
  port: 0,
  host: '127.0.0.1',
  publicUrl: 'http://shop.test',
  databaseFile: ':memory:',
  cookieSecret: 'a cookie secret of the tests, long enough',
  apiKey: 'an API key of the tests, long enough too',
  chat: {
    relayUrl: 'http://relay.test',
    shop: 'demo',
    signIn: { kid: 'kid-of-the-tests', secret: 'a sign-in secret of the tests, long enough' },
  },
};

/** Somebody with a browser without JavaScript: keeps cookies, sends forms, follows nothing. */
export type Visitor = {
  get: (path: string) => Promise<{ status: number; html: string; headers: Headers }>;
  post: (
    path: string,
    form: Record<string, string>,
    headers?: Record<string, string>,
  ) => Promise<{ status: number; html: string; headers: Headers }>;
  cookies: Map<string, string>;
};

const createVisitor = (base: string): Visitor => {
  const cookies = new Map<string, string>();
  const send = async (path: string, init: RequestInit = {}) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const headers = new Headers(init.headers);
    if (cookie !== '') headers.set('cookie', cookie);
    const response = await fetch(new URL(path, base), { ...init, headers, redirect: 'manual' });
    for (const set of response.headers.getSetCookie()) {
      const [pair = ''] = set.split(';');
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return { status: response.status, html: await response.text(), headers: response.headers };
  };
  return {
    cookies,
    get: (path) => send(path),
    post: (path, form, headers = {}) =>
      send(path, { method: 'POST', body: new URLSearchParams(form), headers: { origin: base, ...headers } }),
  };
};

/** A shop on a free port, closed at the end of the scope. */
export const openShop = async (given: Partial<ShopSettings> = {}) => {
  const shop = await startStorefront({ ...settings, ...given });
  const base = `http://127.0.0.1:${shop.port}`;
  return { base, visitor: () => createVisitor(base), [Symbol.asyncDispose]: shop.close };
};

/** A filled-in checkout form. */
export const address = {
  name: 'Ada Park',
  email: 'ada@example.com',
  street: 'Am Wall 1',
  postalCode: '28195',
  city: 'Bremen',
  country: 'DE',
};
