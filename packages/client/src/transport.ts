import type { ErrorDetails, ShopbellError } from '@shopbell/protocol';
import { fromWireError, refuse } from '@shopbell/protocol/errors';

/** How one question is asked. */
export type CallOptions = { timeoutMs: number; volatile?: boolean };

/** One way to the relay, for as long as it lasts. It never comes back by itself. */
export interface Link {
  readonly transport: 'websocket' | 'http';
  /** Rejects with a `ShopbellError`; always settles, at the latest when the link ends. */
  call(command: string, input: unknown, options: CallOptions): Promise<unknown>;
  /** The session is open, or what is followed has changed: `places` is the last seq handed on, by conversation. */
  follow(places: () => Record<string, number>): void;
  close(): void;
}

/** What a link tells. After `lost` or `refused`, or once closed, it tells nothing more. */
export type LinkHooks = {
  opened: () => void;
  event: (name: string, payload: unknown) => void;
  /** Gone, or never came; `retryAfterMs` is what the relay asked for. */
  lost: (details?: ErrorDetails) => void;
  /** Not welcome: trying again the same way is useless. */
  refused: (error: ShopbellError) => void;
};

/** Where to, and as whom. */
export type Target = {
  url: string;
  namespace: '/shopper' | '/agent';
  auth: () => Record<string, unknown> | Promise<Record<string, unknown>>;
  /** Named as `Origin` outside browsers. */
  origin?: string;
};

/** Begins a link; the result is known by its hooks, never before this returns. */
export type Dial = (target: Target, hooks: LinkHooks) => Link;

/** The error of a call whose connection is gone. What was asked may have happened: the same nonce tells. */
export const disconnected = (): ShopbellError =>
  refuse('disconnected', 'There is no connection to the relay.');

/** The error of a call that nobody answered in time. */
export const timedOut = (): ShopbellError => refuse('timeout', 'The relay did not answer in time.');

type Reply = {
  ok?: unknown;
  data?: unknown;
  error?: { code?: unknown; message?: unknown; details?: ErrorDetails };
};

/** Opens the relay’s envelope: its data, or throws its error. Anything else is `internal`. */
export const unwrap = (reply: unknown): unknown => {
  const { ok, data, error } = (reply ?? {}) as Reply;
  if (ok === true) return data;
  throw fromWireError({
    code: String(error?.code),
    message: typeof error?.message === 'string' ? error.message : 'The relay’s answer cannot be read.',
    ...(error?.details ? { details: error.details } : {}),
  });
};
