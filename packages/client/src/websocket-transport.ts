import type { WireError } from '@shopbell/protocol';
import { fromWireError, isRetryable } from '@shopbell/protocol/errors';
import { Manager, type Socket } from 'socket.io-client';
import { disconnected, timedOut, unwrap, type Dial, type Link } from './transport.ts';

/** An open that takes longer has failed: some proxies swallow the upgrade without a word. */
const openTimeoutMs = 6_000;

type Rejects = Set<(error: Error) => void>;

/** Asks, and waits for the acknowledgement. */
const ask = (
  socket: Socket,
  inFlight: Rejects,
  [command, input, { timeoutMs, volatile }]: Parameters<Link['call']>,
): Promise<unknown> =>
  new Promise((resolve, reject) => {
    inFlight.add(reject);
    const emitter = volatile ? socket.volatile : socket;
    emitter.timeout(timeoutMs).emit(command, input, (error: Error | null, reply: unknown) => {
      inFlight.delete(reject);
      if (error) reject(timedOut());
      else resolve(reply);
    });
  }).then(unwrap);

/**
 * A link over Socket.IO on a WebSocket alone. Reconnecting is the machine’s business, not the library’s. A dead
 * peer is noticed by the relay’s heartbeat: its interval and patience (10 s + 8 s) are told in the handshake.
 */
export const dialWebSocket: Dial = ({ url, namespace, auth, origin }, hooks) => {
  const manager = new Manager(url, {
    transports: ['websocket'],
    reconnection: false,
    timeout: openTimeoutMs,
    autoConnect: false,
    ...(origin ? { extraHeaders: { Origin: origin } } : {}),
  });
  const socket = manager.socket(namespace, {
    auth: (give) =>
      void Promise.resolve()
        .then(auth)
        .then(give, () => end(() => hooks.lost())),
  });
  const inFlight: Rejects = new Set();
  let over = false;
  const end = (tell: () => void): void => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    // Before the library does it with an error of its own, and those it keeps for a connection that will not come.
    for (const reject of inFlight) reject(disconnected());
    socket.disconnect();
    tell();
  };
  const timer = setTimeout(() => end(() => hooks.lost()), openTimeoutMs);

  socket.on('connect', () => {
    clearTimeout(timer);
    if (!over) hooks.opened();
  });
  socket.on('connect_error', (error: Error & { data?: WireError }) => {
    const wire = error.data;
    if (wire?.code && !isRetryable(wire.code)) end(() => hooks.refused(fromWireError(wire)));
    else end(() => hooks.lost(wire?.details));
  });
  socket.on('disconnect', () => end(() => hooks.lost()));
  socket.onAny((event: string, payload: unknown) => {
    if (!over) hooks.event(event, payload);
  });
  socket.connect();

  return {
    transport: 'websocket',
    call: (...question) => (over ? Promise.reject(disconnected()) : ask(socket, inFlight, question)),
    follow() {},
    close: () => end(() => {}),
  };
};
