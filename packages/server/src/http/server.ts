import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { refuse, times } from '@shopbell/protocol';
import type { Hono } from 'hono';
import type { HttpEnv } from './options.ts';
import { refusal, replyResponse } from './reply.ts';

/** How long a request may take to arrive, but for uploads, which see to themselves. */
const requestMs = 10_000;

/**
 * A server with bounds on how slowly and how largely one may ask. They hold for requests, not for answers:
 * a long poll may take its time. Idle connections outlive the 60 s after which proxies drop theirs. Its own bound on a
 * request is one for all, and has to be the uploads’; the others’ is `hurry`.
 */
export const createHttpServer = (): Server =>
  createServer({
    headersTimeout: 5_000,
    requestTimeout: times.uploadMaxMs + requestMs,
    connectionsCheckingInterval: 1_000,
    keepAliveTimeout: 65_000,
    maxHeaderSize: 16_384,
  });

const isUpload = ({ url = '', method }: IncomingMessage): boolean =>
  method === 'POST' && /^\/v1\/uploads(\?|$)/.test(url);

/** Hangs up on whoever takes too long to say what they want. */
const hurry = (request: IncomingMessage): void => {
  const { headers } = request;
  const hasBody = headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
  if (!hasBody || isUpload(request)) return;
  const timer = setTimeout(() => request.destroy(), requestMs).unref();
  const stop = (): void => clearTimeout(timer);
  request.once('end', stop).once('close', stop);
};

/** The app as Node’s listener. What is no proper request (no host, a broken address) gets a fixed answer. */
export const createListener = (app: Hono<HttpEnv>): RequestListener => {
  const listen = getRequestListener(app.fetch, {
    overrideGlobalObjects: false,
    errorHandler: () =>
      replyResponse(refusal(refuse('bad_request', 'This is not a request that can be answered.'))),
  });
  return (request, response) => {
    hurry(request);
    listen(request, response).catch(() => response.destroy());
  };
};

const ours = /^\/(v1|widget|desk|files)\/|^\/(healthz|readyz|metrics|panel|desk|shopbell\.js)(\?|$)/;
const isOurs = (request: IncomingMessage): boolean => ours.test(request.url ?? '');

/**
 * Puts the relay into a server. Where that already answers requests, the relay takes only its own addresses
 * and leaves the others to those who were there before. Returns what undoes it.
 */
export const addListener = (server: Server, listener: RequestListener): (() => void) => {
  const before = server.listeners('request') as RequestListener[];
  const dispatch: RequestListener = (request, response) => {
    if (before.length === 0 || isOurs(request)) return listener(request, response);
    for (const other of before) other.call(server, request, response);
  };
  server.removeAllListeners('request');
  server.on('request', dispatch);
  return () => {
    server.off('request', dispatch);
    for (const other of before) server.on('request', other);
  };
};
