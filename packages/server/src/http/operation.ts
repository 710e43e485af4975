import { refuse } from '@shopbell/protocol';
import type { Context, Hono } from 'hono';
import { describeApi } from './openapi.ts';
import type { HttpEnv, HttpOptions } from './options.ts';
import { replyResponse } from './reply.ts';
import { staffIdentity } from './visitor.ts';

const isHere = (host: string): boolean => /^(localhost|127(\.\d+){3}|\[::1\])(:\d+)?$/i.test(host);
const proxyHeaders = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'] as const;

/**
 * Whether the request was made on this machine, by a program. A proxy on this machine speaks for strangers, and
 * a browser’s page may have had its own name resolved to this address: neither counts.
 */
const isFromHere = (c: Context<HttpEnv>): boolean => {
  const peer = (c.env.incoming.socket.remoteAddress ?? '').replace(/^::ffff:/, '');
  const isLoopback = peer === '::1' || peer.startsWith('127.');
  return (
    isLoopback &&
    isHere(c.req.header('host') ?? '') &&
    c.req.header('origin') === undefined &&
    proxyHeaders.every((name) => c.req.header(name) === undefined)
  );
};

/** When to ask again. Clients whose WebSocket failed ask here first whether it is the relay that wants to wait. */
const comeBackMs = 3_000;

const isReady = async ({ edge, store, metrics, isClosing }: HttpOptions): Promise<boolean> => {
  if (isClosing() || edge.isBusy) return false;
  const startedAt = performance.now();
  try {
    await store.ping();
    metrics.storeRead(performance.now() - startedAt);
    return true;
  } catch {
    return false;
  }
};

/** What those who run the relay ask: is it alive, is it ready, what does it count, what can it do. */
export const addOperation = (app: Hono<HttpEnv>, options: HttpOptions): void => {
  const api = JSON.stringify(describeApi(options.version));
  app.get('/healthz', () => replyResponse({ ok: true, data: { version: options.version } }));
  app.get('/readyz', async () =>
    (await isReady(options))
      ? replyResponse({ ok: true, data: {} })
      : replyResponse({
          ok: false,
          error: {
            code: 'unavailable',
            message: 'The relay is closing, refuses newcomers for now, or its store does not answer.',
            details: { retryAfterMs: comeBackMs },
          },
        }),
  );
  app.get('/metrics', async (c) => {
    if (!isFromHere(c)) {
      const { scopes } = await staffIdentity(c, options);
      if (!scopes.includes('admin'))
        throw refuse(
          'forbidden',
          'Figures need a key with the scope `admin`, or a request from this machine.',
        );
    }
    return new Response(await options.metrics.text(), {
      headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' },
    });
  });
  app.get(
    '/v1/openapi.json',
    () =>
      new Response(api, {
        headers: {
          'content-type': 'application/json; charset=utf-8',
          'cache-control': 'no-cache',
          // The description holds nothing of anybody’s: tools on any page may read it.
          'access-control-allow-origin': '*',
        },
      }),
  );
};
