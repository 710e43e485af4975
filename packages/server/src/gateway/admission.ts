import { errors, refuse, ShopbellError, toWireError } from '@shopbell/protocol';
import { STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Limits } from '../gate/limits.ts';
import type { Store } from '../store/store.ts';
import { busy, type Door } from './door.ts';

type AdmissionOptions = {
  store: Pick<Store, 'shops'>;
  limits: Limits;
  address: (request: IncomingMessage) => string;
  ownOrigins: () => readonly string[];
  /** Whether nobody is let in: the loop lags, or the relay is going down. */
  isBusy: () => boolean;
  door: Pick<Door, 'enter'>;
};

/**
 * Makes the check before the upgrade, when only the request’s head is known: rate and number per address, and that a
 * page’s origin is one of somebody’s here; whose exactly is asked once the shop is named. Then they wait for their turn.
 * Throws the refusal.
 */
export const createAdmission = (options: AdmissionOptions) => {
  const { store, limits, address, ownOrigins, isBusy, door } = options;
  const isSomebodys = async (origin: string): Promise<boolean> => {
    if (origin === 'null') return false;
    if (ownOrigins().includes(origin)) return true;
    const shops = await store.shops();
    return shops.some((shop) => shop.origins.includes(origin));
  };

  return async (request: IncomingMessage): Promise<void> => {
    if (isBusy()) throw busy();
    const client = address(request);
    limits.take('connectPerAddress', client);
    const { origin } = request.headers;
    if (origin !== undefined && !(await isSomebodys(origin)))
      throw refuse('forbidden', 'This page’s origin is not known here.');
    await door.enter(() => request.socket.destroyed);
    // Not before the wait is over: the socket may be gone by then, and `close` would never come.
    if (request.socket.destroyed || isBusy()) throw busy();
    request.socket.once('close', limits.seat('perAddress', client));
  };
};

/** Answers an upgrade that is refused, with the status the table of errors gives it, and hangs up. */
export const refuseUpgrade = (socket: Duplex, error: unknown): void => {
  const refusal = error instanceof ShopbellError ? error : refuse('internal', 'Something went wrong here.');
  const { status } = errors[refusal.code];
  const body = JSON.stringify({ ok: false, error: toWireError(refusal) });
  const { retryAfterMs } = refusal.details;
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}`,
    'Connection: close',
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...(retryAfterMs === undefined ? [] : [`Retry-After: ${Math.ceil(retryAfterMs / 1_000)}`]),
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
};
