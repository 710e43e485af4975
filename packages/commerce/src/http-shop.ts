import { refuse } from '@shopbell/protocol';
import { z } from 'zod';
import { Order } from './order.ts';
import { Product } from './product.ts';
import type { CallOptions, Shop } from './shop.ts';

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

/** A shop behind its HTTP API. Answers are checked; what is off the contract, late or redirected is `unavailable`. */
export const createHttpShop = ({ url, key, timeoutMs = 8_000 }: HttpShopOptions): Required<Shop> => {
  const base = url.replace(/\/+$/, '');

  const get = async (path: string, { signal }: CallOptions = {}): Promise<Response> => {
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      return await fetch(`${base}${path}`, {
        headers: { authorization: `Bearer ${key}`, accept: 'application/json' },
        redirect: 'error',
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      });
    } catch (error) {
      throw unavailable(
        timeout.aborted ? 'no answer in time' : error instanceof Error ? error.name : 'network',
      );
    }
  };

  const read = async <T>(path: string, schema: z.ZodType<T>, options?: CallOptions): Promise<T> => {
    const response = await get(path, options);
    if (!response.ok) throw unavailable(`HTTP ${response.status}`);
    return parse(schema, await readJson(response));
  };
  const readOne = async <T>(path: string, schema: z.ZodType<T>, options?: CallOptions): Promise<T | null> => {
    const response = await get(path, options);
    if (response.status === 404) return null;
    if (!response.ok) throw unavailable(`HTTP ${response.status}`);
    return parse(schema, await readJson(response));
  };

  return {
    order: (number, options) => readOne(`/orders/${encodeURIComponent(number)}`, Order, options),
    ordersOf: async ({ sub, email }, options) => {
      const query = new URLSearchParams({ sub, ...(email === undefined ? {} : { email }) });
      return (await read(`/orders?${query}`, Orders, options)).orders;
    },
    searchProducts: async ({ text, limit }, options) => {
      const query = new URLSearchParams({ text, limit: String(limit) });
      return (await read(`/products?${query}`, Products, options)).products;
    },
    product: (id, options) => readOne(`/products/${encodeURIComponent(id)}`, Product, options),
  };
};
