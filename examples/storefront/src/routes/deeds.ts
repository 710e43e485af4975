import { ShopbellError } from '@shopbell/agent';
import { QuoteRequest } from '@shopbell/commerce';
import { Hono, type Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { Books } from '../books/books.ts';
import { toAccount } from '../deeds/accounts.ts';
import type { Deeds } from '../deeds/deeds.ts';

const statuses = { bad_request: 422, not_found: 404, conflict: 409 } as const;
const isKey = (key: string | undefined): key is string => key !== undefined && /^[\w-]{8,64}$/.test(key);

const said = (c: Context, error: unknown): Response => {
  if (!(error instanceof ShopbellError) || !Object.hasOwn(statuses, error.code)) throw error;
  const status = statuses[error.code as keyof typeof statuses];
  return c.json({ error: error.message.slice(0, 400) }, status);
};

const jsonOf = async (c: Context): Promise<unknown> => {
  try {
    return await c.req.json();
  } catch {
    return undefined;
  }
};

/** The writing part of the back office’s API: every deed under its key, and what came of it. */
export const deedRoutes = ({ customers, keys, ledger }: Books, deeds: Deeds): Hono => {
  const routes = new Hono();
  routes.use(bodyLimit({ maxSize: 64 * 1024 }));

  routes.post('/writes/:method', async (c) => {
    const key = c.req.header('idempotency-key');
    if (!isKey(key))
      return c.json({ error: 'Send an Idempotency-Key of 8 to 64 letters, digits, - and _.' }, 422);
    const preview = c.req.header('shopbell-preview') === 'true';
    const version = c.req.header('shopbell-version');
    const how = { key, preview, ...(version === undefined ? {} : { version }) };
    try {
      return c.json(deeds.perform(c.req.param('method'), await jsonOf(c), how) as object);
    } catch (error) {
      return said(c, error);
    }
  });
  routes.post('/quotes', async (c) => {
    const request = QuoteRequest.safeParse(await jsonOf(c));
    if (!request.success) return c.json({ error: 'A quote needs lines: [{ sku, quantity }].' }, 422);
    try {
      return c.json(deeds.quote(request.data));
    } catch (error) {
      return said(c, error);
    }
  });
  const found = (c: Context, what: object | null) =>
    what === null ? c.json({ error: 'There is none.' }, 404) : c.json(what);
  routes.get('/ledger/:order', (c) => c.json({ movements: ledger.of(c.req.param('order')) }));
  routes.get('/payments/:id', (c) => found(c, deeds.payment(c.req.param('id'))));
  routes.get('/receipts/:key', (c) => {
    const done = keys.get(c.req.param('key'));
    return found(c, done?.method === 'settle' ? null : done);
  });
  routes.get('/accounts', (c) => {
    const sub = customers.withEmail((c.req.query('email') ?? '').trim());
    const customer = sub === null ? null : customers.get(sub);
    return found(c, customer === null ? null : toAccount(customer));
  });
  routes.get('/accounts/:sub', (c) => {
    const customer = customers.get(c.req.param('sub'));
    return found(c, customer === null ? null : toAccount(customer));
  });
  return routes;
};
