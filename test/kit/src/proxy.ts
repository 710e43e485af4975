import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** The way a byte goes: `up` to the relay, `down` from it. */
type Way = 'up' | 'down';

/** A stretch of network of ours, between a client and a port here, that can have every bad day. */
export type Proxy = AsyncDisposable & {
  readonly port: number;
  readonly url: string;
  /** How many connections are through now. */
  readonly open: number;
  /** Bytes that were swallowed so far. */
  readonly lostBytes: number;
  /** Ends every connection; new ones come through. */
  cut(): void;
  /** Nothing comes through any more, either way, and nobody is told: a half-open connection. */
  freeze(): void;
  /** What goes one way is lost from now on. */
  drop(way: Way): void;
  /** Each chunk waits so long, both ways, in order. */
  delay(ms: number): void;
  /** At most so many bytes a second, each way, per connection. */
  limit(bytesPerSecond: number): void;
  /** New connections are refused, or accepted again. */
  refuse(isRefusing: boolean): void;
  /** A good network again. What was lost stays lost. */
  heal(): void;
};

type Weather = {
  lost: Set<Way>;
  lostBytes: number;
  delayMs: number;
  bytesPerSecond: number;
  refusing: boolean;
};

const carry = (from: Socket, to: Socket, lane: { way: Way; weather: Weather }): void => {
  const { way, weather } = lane;
  const pass = (chunk: Buffer): void => {
    if (weather.lost.has(way)) weather.lostBytes += chunk.length;
    else if (to.writable) to.write(chunk);
  };
  let queue = Promise.resolve();
  from.on('data', (chunk: Buffer) => {
    const waitMs = weather.delayMs + (chunk.length / weather.bytesPerSecond) * 1_000;
    // In good weather nothing is deferred, so that the proxy costs next to no time.
    const ready = waitMs > 0 ? queue.then(() => pause(waitMs)) : queue;
    queue = ready.then(() => pass(chunk));
  });
  from.on('error', () => to.destroy());
  from.on('close', () => void queue.then(() => to.destroy()));
};

/** Listens on a free port of 127.0.0.1 and leads to `target` there. */
export const startProxy = async (target: { port: number }): Promise<Proxy> => {
  const weather: Weather = {
    lost: new Set(),
    lostBytes: 0,
    delayMs: 0,
    bytesPerSecond: Infinity,
    refusing: false,
  };
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.setNoDelay(true).once('close', () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    if (weather.refusing) return client.resetAndDestroy();
    const relay = keep(connect({ port: target.port, host: '127.0.0.1' }));
    carry(keep(client), relay, { way: 'up', weather });
    carry(relay, client, { way: 'down', weather });
    return client;
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const cut = () => sockets.forEach((socket) => socket.destroy());
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    get open() {
      return sockets.size / 2;
    },
    get lostBytes() {
      return weather.lostBytes;
    },
    cut,
    freeze: () => void weather.lost.add('up').add('down'),
    drop: (way) => void weather.lost.add(way),
    delay: (ms) => void (weather.delayMs = ms),
    limit: (bytesPerSecond) => void (weather.bytesPerSecond = bytesPerSecond),
    refuse: (isRefusing) => void (weather.refusing = isRefusing),
    heal: () => {
      weather.lost.clear();
      Object.assign(weather, { delayMs: 0, bytesPerSecond: Infinity, refusing: false });
    },
    [Symbol.asyncDispose]: async () => {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
};
