import { refuse, ShopbellError } from '@shopbell/protocol';
import { Hono, type Context, type MiddlewareHandler } from 'hono';
import { nanoid } from 'nanoid';
import { addCommands } from './commands.ts';
import { shopOrigins } from './cors.ts';
import { addDeskSession } from './desk-session.ts';
import { addEntries } from './entries.ts';
import { addOperation } from './operation.ts';
import { addFiles } from './files.ts';
import { addGreetings } from './greetings.ts';
import type { HttpEnv, HttpOptions } from './options.ts';
import { plainPage } from './page.ts';
import { securityHeaders } from './policy.ts';
import { refusal, replyResponse } from './reply.ts';
import { addStatic } from './static.ts';
import { addUploads } from './uploads.ts';

const hardened = ({ ownOrigins }: HttpOptions): MiddlewareHandler<HttpEnv> => {
  return async (c, next) => {
    c.set('requestId', nanoid(12));
    await next();
    const { headers } = c.res;
    headers.set('x-request-id', c.get('requestId'));
    for (const [name, value] of Object.entries(securityHeaders))
      if (!headers.has(name)) headers.set(name, value);
    // The older header knows only all or nothing, and some browsers heed both.
    if (!headers.get('content-security-policy')?.includes("frame-ancestors 'none'"))
      headers.delete('x-frame-options');
    if (ownOrigins()[0]?.startsWith('https:') === true)
      headers.set('strict-transport-security', 'max-age=31536000');
  };
};

const routes = [
  [/^\/v1\/shopper\//, '/v1/shopper/:command'],
  [/^\/v1\/agent\//, '/v1/agent/:command'],
  [/^\/v1\/conversations\//, '/v1/conversations/:id/entries'],
  [/^\/v1\/uploads$/, '/v1/uploads'],
  [/^\/files\//, '/files'],
  [/^\/v1\/desk\//, '/v1/desk'],
  [/^\/v1\/openapi\.json$/, '/v1/openapi.json'],
  [/^\/(healthz|readyz|metrics)$/, 'operation'],
  [/^\/(shopbell\.js$|panel$|widget\/)/, 'widget'],
  [/^\/desk(\/|$)/, 'desk'],
] as const;
const routeOf = (path: string): string => routes.find(([pattern]) => pattern.test(path))?.[1] ?? 'other';

const observed = ({ metrics }: HttpOptions): MiddlewareHandler<HttpEnv> => {
  return async (c, next) => {
    const startedAt = performance.now();
    await next();
    const ms = performance.now() - startedAt;
    metrics.requestAnswered({ route: routeOf(c.req.path), status: c.res.status, ms });
  };
};

const isApi = (c: Context): boolean => c.req.path.startsWith('/v1/') || c.req.path === '/metrics';

const answerError = (error: Error, c: Context<HttpEnv>, { logger }: HttpOptions): Response => {
  if (error instanceof ShopbellError) return replyResponse(refusal(error));
  // Somebody hung up while sending: there is nobody to answer and nothing to mend.
  if (c.req.raw.signal.aborted) return new Response(null, { status: 400 });
  const trace = c.get('requestId');
  logger.error({ trace, route: routeOf(c.req.path), err: error }, 'request failed');
  const internal = refuse(
    'internal',
    'Something went wrong here. Tell whoever runs the relay the trace id.',
    {
      trace,
    },
  );
  return replyResponse(refusal(internal));
};

/** The HTTP side: the API, the files, the health. Every answer carries the security headers. */
export const createApp = (options: HttpOptions): Hono<HttpEnv> => {
  const app = new Hono<HttpEnv>();
  app.use(observed(options), hardened(options));
  app.use('/v1/shopper/*', shopOrigins(options));
  app.use('/v1/conversations/*', shopOrigins(options));
  app.use('/v1/uploads', shopOrigins(options));
  addCommands(app, options);
  addEntries(app, options);
  addUploads(app, options);
  addFiles(app, options);
  addDeskSession(app, options);
  addOperation(app, options);
  addGreetings(app, options);
  addStatic(app, options);
  app.notFound((c) =>
    isApi(c)
      ? replyResponse(
          refusal(
            refuse(
              'not_found',
              'There is no such address or method. See /v1/openapi.json for what there is.',
            ),
          ),
        )
      : plainPage({
          status: 404,
          title: 'Not found',
          lines: ['There is nothing at this address. The desk is at `/desk`.'],
        }),
  );
  app.onError((error, c) => answerError(error, c, options));
  return app;
};
