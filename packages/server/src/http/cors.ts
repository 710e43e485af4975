import { refuse } from '@shopbell/protocol';
import type { Context, MiddlewareHandler } from 'hono';
import type { HttpEnv, HttpOptions } from './options.ts';
import { refusal, replyResponse } from './reply.ts';

const allow = (headers: Headers, origin: string): void => {
  headers.set('access-control-allow-origin', origin);
  headers.append('vary', 'origin');
};

/** Lets the pages of a shop’s own origins use the shopper’s API: those origins exactly, never with credentials. */
export const shopOrigins = ({ store }: HttpOptions): MiddlewareHandler<HttpEnv> => {
  // A preflight does not say which shop it is for: any shop’s origin may ask, the command itself is checked by shop.
  const isSomeShops = async (origin: string): Promise<boolean> =>
    (await store.shops()).some((shop) => shop.origins.includes(origin));
  const preflight = async (c: Context<HttpEnv>, origin: string): Promise<Response> => {
    if (!(await isSomeShops(origin)))
      return replyResponse(refusal(refuse('forbidden', 'This page’s origin is not one of the shop’s.')));
    const response = c.body(null, 204);
    allow(response.headers, origin);
    response.headers.set('access-control-allow-methods', 'GET, POST');
    const headers = 'authorization, content-type, shopbell-shop, shopbell-file-name';
    response.headers.set('access-control-allow-headers', headers);
    response.headers.set('access-control-max-age', '600');
    return response;
  };
  return async (c, next) => {
    const origin = c.req.header('origin');
    if (origin === undefined) return next();
    if (c.req.method === 'OPTIONS') return preflight(c, origin);
    await next();
    if (await isSomeShops(origin)) {
      allow(c.res.headers, origin);
      c.res.headers.set('access-control-expose-headers', 'retry-after, x-request-id');
    }
  };
};
