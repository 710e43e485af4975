import { errors, toWireError, type ShopbellError, type WireError } from '@shopbell/protocol';

/** What every command answers, on the socket and over HTTP. */
export type Reply = { ok: true; data: unknown } | { ok: false; error: WireError };

/** A refusal as a reply. */
export const refusal = (error: ShopbellError): Reply => ({ ok: false, error: toWireError(error) });

/** A reply as an HTTP response: the status by the error table, `Retry-After` where waiting helps. */
export const replyResponse = (reply: Reply): Response => {
  const headers = new Headers({
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
  });
  if (reply.ok) return new Response(JSON.stringify(reply), { headers });
  const { code, details } = reply.error;
  if (details?.retryAfterMs !== undefined)
    headers.set('retry-after', String(Math.max(1, Math.ceil(details.retryAfterMs / 1_000))));
  if (code === 'unauthenticated') headers.set('www-authenticate', 'Bearer realm="shopbell"');
  return new Response(JSON.stringify(reply), { status: errors[code].status, headers });
};
