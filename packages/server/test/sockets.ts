import { io, type Socket } from 'socket.io-client';

/** A socket on `/agent` with the key, or on `/shopper` of a shop; connected, or rejected with the refusal. */
export const connect = (
  url: string,
  who: { key: string } | { shop: string; token?: string },
): Promise<Socket> => {
  const auth = { protocol: 1, ...who };
  const isShopper = 'shop' in who;
  const socket = io(`${url}/${isShopper ? 'shopper' : 'agent'}`, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    auth,
    ...(isShopper ? { extraHeaders: { origin: url } } : {}),
  });
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  socket.on('connect', () => resolve(socket));
  socket.on('connect_error', reject);
  return promise;
};

/** Resolves to the event’s payload when it comes next. */
export const next = <T>(socket: Socket, event: string): Promise<T> => {
  const { promise, resolve } = Promise.withResolvers<T>();
  socket.once(event, resolve);
  return promise;
};
