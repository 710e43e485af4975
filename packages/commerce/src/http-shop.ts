import { refuse } from '@shopbell/protocol';
import { z } from 'zod';
import { Order } from './order.ts';
import { Product } from './product.ts';
import { Account } from './account.ts';
import { Payment, Quote } from './results.ts';
import type { CallOptions, Shop, ShopReads, ShopWrites, WriteOptions } from './shop.ts';
import { splitVersion, type Versioned } from './version.ts';
import { Receipt, results, writeNames, type WriteName } from './writes.ts';

/** Where a shop’s HTTP API is and what opens it; the routes are in this package’s README. */
export type HttpShopOptions = {
  /** The API’s address, e.g. `https://shop.example/api`. */
  url: string;
  /** Sent as `Authorization: Bearer …`. */
  key: string;
  /** How long one answer may take; default 8,000. */
  timeoutMs?: number;
};

const Orders = z.object({ orders: z.array(Order) });
const Products = z.object({ products: z.array(Product) });
const answerMaxBytes = 4 * 1024 * 1024;

const unavailable = (why: string) =>
  refuse('unavailable', `The shop’s order book cannot be asked right now (${why}). Try again in a moment.`);

const readJson = async (response: Response): Promise<unknown> => {
  if (Number(response.headers.get('content-length') ?? 0) > answerMaxBytes)
    throw unavailable('answer too large');
  try {
    return await response.json();
  } catch {
    throw unavailable('answer is not JSON');
  }
};

const parse = <T>(schema: z.ZodType<T>, answer: unknown): T => {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw unavailable(`answer off the contract at ${issue?.path.join('.') || 'the top'}`);
};

const Refusal = z.object({ error: z.string().min(1).max(400) });
const refusals = { 400: 'bad_request', 404: 'not_found', 409: 'conflict', 422: 'bad_request' } as const;

/** What the shop will not do is said in the shop’s own words. */
const refusalOf = async (response: Response) => {
  const code = refusals[response.status as keyof typeof refusals] as
    | (typeof refusals)[keyof typeof refusals]
    | undefined;
  if (code === undefined) return unavailable(`HTTP ${response.status}`);
  return refuse(code, parse(Refusal, await readJson(response)).error);
};

type Ask = CallOptions & { body?: unknown; headers?: Record<string, string> };
type Door = (path: string, ask?: Ask) => Promise<Response>;

const createDoor = ({ url, key, timeoutMs = 8_000 }: HttpShopOptions): Door => {
  const base = url.replace(/\/+$/, '');
  return async (path, { signal, body, headers = {} } = {}) => {
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      return await fetch(`${base}${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          authorization: `Bearer ${key}`,
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        redirect: 'error',
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      });
    } catch (error) {
      throw unavailable(
        timeout.aborted ? 'no answer in time' : error instanceof Error ? error.name : 'network',
      );
    }
  };
};

const readsOver = (ask: Door): ShopReads => {
  const read = async <T>(path: string, schema: z.ZodType<T>, options?: CallOptions): Promise<T> => {
    const response = await ask(path, options);
    if (!response.ok) throw unavailable(`HTTP ${response.status}`);
    return parse(schema, await readJson(response));
  };
  const readOne = async <T>(path: string, schema: z.ZodType<T>, options?: CallOptions): Promise<T | null> => {
    const response = await ask(path, options);
    if (response.status === 404) return null;
    if (!response.ok) throw unavailable(`HTTP ${response.status}`);
    return parse(schema, await readJson(response));
  };
  const at = (folder: string, id: string): string => `/${folder}/${encodeURIComponent(id)}`;
  return {
    order: (number, options) => readOne(at('orders', number), Order, options),
    ordersOf: async ({ sub, email }, options) => {
      const query = new URLSearchParams({ sub, ...(email === undefined ? {} : { email }) });
      return (await read(`/orders?${query}`, Orders, options)).orders;
    },
    searchProducts: async ({ text, limit }, options) => {
      const query = new URLSearchParams({ text, limit: String(limit) });
      return (await read(`/products?${query}`, Products, options)).products;
    },
    product: (id, options) => readOne(at('products', id), Product, options),
    account: (sub, options) => readOne(at('accounts', sub), Account, options),
    accountOf: (email, options) => readOne(`/accounts?${new URLSearchParams({ email })}`, Account, options),
    payment: (id, options) => readOne(at('payments', id), Payment, options),
    receipt: (id, options) => readOne(at('receipts', id), Receipt, options),
    quote: async (body, options) => {
      const response = await ask('/quotes', { ...options, body });
      if (!response.ok) throw await refusalOf(response);
      return parse(Quote, await readJson(response));
    },
  };
};

const writesOver = (ask: Door): ShopWrites => {
  const write =
    (name: WriteName) =>
    async (body: unknown, { key, preview = false, version, signal }: WriteOptions): Promise<unknown> => {
      const headers = {
        'idempotency-key': key,
        ...(preview ? { 'shopbell-preview': 'true' } : {}),
        ...(version === undefined ? {} : { 'shopbell-version': version }),
      };
      const response = await ask(`/writes/${name}`, {
        body,
        headers,
        ...(signal === undefined ? {} : { signal }),
      });
      if (!response.ok) throw await refusalOf(response);
      const answer = splitVersion(Object(await readJson(response)) as Versioned);
      const result = parse<unknown>(results[name], answer.result);
      return answer.version === undefined ? result : { ...Object(result), version: answer.version };
    };
  return Object.fromEntries(writeNames.map((name) => [name, write(name)])) as ShopWrites;
};

/**
 * A shop behind its HTTP API, with every method; leave out what the API has not. Answers are checked: what is off the
 * contract, late or redirected is `unavailable`; what the shop will not do is refused in the shop’s own words.
 */
export const createHttpShop = (options: HttpShopOptions): Required<Shop> => {
  const ask = createDoor(options);
  return { ...readsOver(ask), ...writesOver(ask) };
};
